# ما يصل الناس بالبريد الإلكتروني وبالرسائل القصيرة.

notice-open = افتح الصفحة
notice-line = { $name }: { $value }
notice-fact-number = رقم الطلب
notice-fact-total = ما تدفعه عند الاستلام
notice-fact-delivery = التوصيل من { $cooperative }
notice-fact-carrier = شركة التوصيل
notice-fact-tracking = رقم التتبع
notice-fact-answer-by = أجيبوا قبل
notice-seller = البائع: { $name }، تعاونية، { $seat }. سجل { $place }، رقم { $number }. الهاتف { $phone }.

notice-code-subject = { $code } هو رمزك في { $market }
notice-code-text = رمزك هو { $code }. صالح لمدة 10 دقائق. لا تعطه لأحد: نحن لا نطلبه أبدا.
notice-code-sms = { $code } هو رمزك في { $market }. صالح لمدة 10 دقائق. لا تعطه لأحد.

notice-verified-subject = يمكن ل{ $cooperative } أن تبيع الآن في { $market }
notice-verified-text = اعتُمدت تعاونيتكم. يمكنكم الآن إضافة منتوجاتكم: صورة واسم وثمن، ثم ترسلونها إلينا.
notice-verified-sms = { $market }: اعتُمدت { $cooperative }. أضيفوا منتوجاتكم: { $url }

notice-refused-subject = طلبكم لدى { $market }
notice-refused-text = لم نستطع قبول طلب { $cooperative }. السبب: { $reason }
notice-refused-sms = { $market }: لم يُقبل طلب { $cooperative }. السبب: { $reason }

notice-suspended-subject = { $cooperative } موقوفة
notice-suspended-text = لم تعد منتوجاتكم ظاهرة. السبب: { $reason }
notice-suspended-sms = { $market }: { $cooperative } موقوفة. السبب: { $reason }

notice-approved-subject = { $product } معروض للبيع
notice-approved-text = قُبل منتوجكم «{ $product }». يمكن للزبناء شراؤه الآن.
notice-approved-sms = { $market }: «{ $product }» معروض للبيع. { $url }

notice-changes-subject = { $product }: فيه شيء للتصحيح
notice-changes-text = منتوجكم «{ $product }» يكاد يكون جاهزا. صحّحوا ما هو مكتوب أسفله وأرسلوه من جديد. { $note }
notice-changes-sms = { $market }: فيه شيء للتصحيح في «{ $product }»: { $url }

notice-rejected-subject = { $product } لم يُقبل
notice-rejected-text = لم يُقبل منتوجكم «{ $product }». { $note }
notice-rejected-sms = { $market }: «{ $product }» لم يُقبل. { $url }

notice-product-suspended-subject = سُحب منتوج من البيع
notice-product-suspended-text = سحبت إدارة السوق أحد منتوجاتكم من البيع. السبب: { $reason }
notice-product-suspended-sms = { $market }: سُحب منتوج من البيع. السبب: { $reason } { $url }

notice-placed-subject = طلبك { $number }
notice-placed-text = شكرا لك. ستؤكد كل تعاونية الجزء الخاص بها. تدفع { $total } نقدا عند الاستلام. احتفظ بهذه الرسالة: الرابط الذي فيها هو مفتاح طلبك.
notice-placed-sms = { $market }: وصلنا الطلب { $number }، تدفع { $total } عند الاستلام. { $url }

notice-new-order-subject = طلب جديد { $number }
notice-new-order-text = عندكم طلب جديد إلى { $town }: { $total }. اقبلوه خلال يومين، وإلا أُلغي.
notice-new-order-sms = { $market }: طلب جديد { $number }، { $town }، { $total }. اقبلوه من هنا: { $url }

notice-reminder-subject = الطلب { $number } ينتظركم
notice-reminder-text = زبون ينتظر جوابكم. إذا لم تجيبوا أُلغي الطلب.
notice-reminder-sms = { $market }: الطلب { $number } ينتظر جوابكم. { $url }

notice-seller-cancelled-subject = أُلغي الطلب { $number }
notice-seller-cancelled-text = أُلغي الطلب { $number }. لا ترسلوه، وقد عادت السلعة إلى مخزونكم.
notice-seller-cancelled-sms = { $market }: أُلغي الطلب { $number }. لا ترسلوه. { $url }
notice-seller-transfer-reminder-subject = الطلب { $number }: هل وصل التحويل؟
notice-seller-transfer-reminder-text = تحققوا من حسابكم. إن وصل تحويل الطلب { $number } فأكدوه في صفحة الطلب، وإلا أُلغي الطلب من تلقاء نفسه في الأجل المكتوب أسفله.
notice-seller-transfer-reminder-sms = { $market }: هل وصل تحويل الطلب { $number }؟ أكدوه، وإلا أُلغي الطلب من تلقاء نفسه. { $url }
notice-seller-overdue-subject = أُلغي الطلب { $number }: لم يصل التحويل
notice-seller-overdue-text = لم يُؤكَّد تحويل الطلب { $number } في الأجل، فأُلغي. لا ترسلوه، وقد عادت السلعة إلى مخزونكم. إن وصل المال بعد ذلك فأرجعوه أو اتصلوا بالزبون.
notice-seller-overdue-sms = { $market }: أُلغي الطلب { $number }، لم يُؤكَّد أي تحويل. لا ترسلوه. { $url }

notice-step-accepted-subject = { $cooperative } قبلت طلبك
notice-step-accepted-text = { $cooperative } قبلت الجزء الخاص بها من الطلب { $number } وهي تحضّره.
notice-step-accepted-sms = { $market }: { $cooperative } قبلت الطلب { $number }. { $url }
notice-step-packed-subject = طلبك { $number } جاهز
notice-step-packed-text = { $cooperative } حضّرت الجزء الخاص بها من الطلب { $number }.
notice-step-packed-sms = { $market }: { $cooperative } حضّرت الطلب { $number }. { $url }
notice-step-shipped-subject = طلبك { $number } في الطريق
notice-step-shipped-text = { $cooperative } أرسلت الجزء الخاص بها من الطلب { $number }. حضّر { $total } نقدا.
notice-step-shipped-sms = { $market }: الطلب { $number } من { $cooperative } في الطريق. { $total } نقدا. { $url }
notice-step-delivered-subject = وصل طلبك { $number }
notice-step-delivered-text = وصلك الجزء الخاص ب{ $cooperative }. لك 7 أيام لتغيّر رأيك، إلا ما يفسد بسرعة أو صُنع لك خصيصا.
notice-step-delivered-sms = { $market }: وصل الطلب { $number } من { $cooperative }. { $url }
notice-step-refused-subject = لم يُستلم الطلب { $number }
notice-step-refused-text = لم يُستلم طرد { $cooperative } وسيعود إليها. لا تدفع شيئا.
notice-step-refused-sms = { $market }: لم يُستلم طرد { $cooperative } ({ $number }) وسيعود إليها.
notice-step-lost-subject = ضاع طرد من الطلب { $number }
notice-step-lost-text = ضيّعت شركة التوصيل طرد { $cooperative }. لا تدفع عنه شيئا. نعتذر لك.
notice-step-lost-sms = { $market }: ضاع طرد { $cooperative } ({ $number }). لا تدفع شيئا.
notice-step-cancelled-subject = أُلغي جزء من الطلب { $number }
notice-step-cancelled-text = أُلغي الجزء الخاص ب{ $cooperative }. لا تدفع عنه شيئا. { $reason }
notice-step-cancelled-sms = { $market }: أُلغي الجزء الخاص ب{ $cooperative } في الطلب { $number }. { $url }
notice-step-accepted-transfer-subject = { $cooperative } قبلت طلبك: حوّل المبلغ الآن
notice-step-accepted-transfer-text = { $cooperative } قبلت الجزء الخاص بها من الطلب { $number } وتنتظر تحويل { $total } إلى الحساب المكتوب أسفله. اكتب المرجع كما هو وحوّل المبلغ بالضبط. إذا لم يصل المال في الأجل أُلغي هذا الجزء.
notice-step-accepted-transfer-sms = { $market }: { $cooperative } قبلت الطلب { $number } وتنتظر تحويلك. الحساب والأجل هنا: { $url }
notice-transfer-reminder-subject = الطلب { $number }: { $cooperative } تنتظر تحويلك
notice-transfer-reminder-text = لم يصل بعد إلى { $cooperative } مبلغ { $total } عن الطلب { $number }. تحتفظ لك بالسلع إلى { $when }، وبعدها يُلغى الجزء الخاص بها. إن كنت قد دفعت فاتصل بالتعاونية: هي التي تؤكد وصول التحويل.
notice-transfer-reminder-sms = { $market }: { $cooperative } تنتظر تحويلك ({ $number }) إلى { $when }. دفعت؟ اتصل بها. { $url }
notice-step-overdue-subject = أُلغي جزء من الطلب { $number }: لم يصل التحويل
notice-step-overdue-text = لم يصل تحويلك إلى { $cooperative } في الأجل، فأُلغي الجزء الخاص بها من الطلب { $number }. لا تدفعه بعد الآن. إن كنت قد دفعت فاتصل بالتعاونية: لك عندها هذا المال.
notice-step-overdue-sms = { $market }: لم يصل التحويل فأُلغي الجزء الخاص ب{ $cooperative } في الطلب { $number }. لا تدفعه بعد الآن. { $url }

notice-replaced-subject = لم يعد هذا العنوان تابعا لحسابك
notice-replaced-text = كان حساب في { $market } يستعمل هذا الهاتف أو هذا البريد، ومن الآن يستعمل غيره. إذا لم تكن أنت من غيّره، فاتصل بنا: { $phone }
notice-replaced-sms = { $market }: لم يعد هذا الرقم تابعا لحسابك. لم تكن أنت؟ اتصل بالرقم { $phone }
notice-replaced-cooperative-subject = تغيرت معلومات الاتصال ب{ $cooperative }
notice-replaced-cooperative-text = كانت { $cooperative } تستعمل هذا الهاتف أو هذا البريد في { $market }، ومن الآن تستعمل غيره. إذا كان هذا غير صحيح، فاتصل بنا: { $phone }
notice-replaced-cooperative-sms = { $market }: لم يعد هذا الرقم رقم { $cooperative }. هناك خطأ؟ اتصل بالرقم { $phone }

notice-paid-subject = الطلب ديالك { $number } تخلص
notice-paid-text = شكرا. خلصتي { $total } بالبطاقة. كل تعاونية غادي تأكد الجزء ديالها، وإلا ما قدراتش شي وحدة، كيرجع ليك الثمن ديالها. حافظ على هاد الرسالة: الرابط اللي فيها هو الساروت ديال الطلب.
notice-paid-sms = { $market }: الطلب { $number } تخلص، { $total }. { $url }
notice-lapsed-subject = الطلب { $number } ما تخلصش
notice-lapsed-text = الخلاص ديال { $total } ما وصلش فالوقت. الطلب { $number } تلغى وما تاخد منك والو. تقدر تطلب من جديد.
notice-lapsed-sms = { $market }: الطلب { $number } تلغى حيت ما تخلصش. ما تاخد منك والو. { $url }
notice-too-late-subject = الفلوس ديال { $number } غادي ترجع ليك
notice-too-late-text = الخلاص ديال { $total } وصل معطل: السلعة ديال الطلب { $number } ما بقاتش. المبلغ كامل غادي يرجع للبطاقة ديالك فشي أيام. سمحو لينا.
notice-too-late-sms = { $market }: الخلاص وصل معطل، { $number } باقي ملغي. { $total } غادي ترجع للبطاقة ديالك. { $url }
notice-step-shipped-paid-subject = الطلب ديالك { $number } فالطريق
notice-step-shipped-paid-text = { $cooperative } صيفطات الجزء ديالها من الطلب { $number }. راه مخلص: ما تعطي والو للموزع.
notice-step-shipped-paid-sms = { $market }: الطلب { $number } من { $cooperative } فالطريق. راه مخلص. { $url }
notice-step-refunded-subject = جزء من الطلب { $number } غادي يرجع ليك ثمنو
notice-step-refunded-text = الجزء ديال { $cooperative } ما غاديش يوصل. { $total } اللي خلصتي عليه غادي ترجع للبطاقة ديالك فشي أيام. { $reason }
notice-step-refunded-sms = { $market }: الجزء ديال { $cooperative } ({ $number }) ما غاديش يوصل. { $total } غادي ترجع للبطاقة ديالك. { $url }

notice-fact-withdraw = يمكنك إرجاعه إلى غاية
notice-lapsed-odd-subject = بخصوص أداء الطلب { $number }
notice-lapsed-odd-text = أُلغي الطلب { $number } لأن ما أخبرتنا به البنك لا يطابق ثمنه. إذا اقتُطع شيء من بطاقتك فسيرجع إليك؛ نحن نتحقق من الأمر وسنتصل بك.
notice-lapsed-odd-sms = { $market }: أُلغي الطلب { $number }. إذا اقتُطع شيء من بطاقتك فسيرجع إليك، نحن نتحقق. { $url }

## Goods that come back
notice-return-requested-subject = إرجاعك من الطلب { $number }
notice-return-requested-text = أخبرنا { $cooperative } أنك تريد إرجاع منتوج. ستجيبك في ظرف أربعة أيام، وإن لم تجب يُعتبر الإرجاع مقبولا. احتفظ بالمنتوج إلى ذلك الحين.
notice-return-requested-sms = { $market }: وصل طلب إرجاعك ({ $number }) إلى { $cooperative }. الجواب في 4 أيام. { $url }
notice-return-accepted-subject = { $cooperative } قبلت الإرجاع
notice-return-accepted-text = يمكنك إرسال منتوجات الطلب { $number } إلى { $cooperative }، عنوانها أسفله. مصاريف الإرجاع عليك. اتصل قبل الإرسال: { $phone }
notice-return-accepted-sms = { $market }: أرسل منتوجات { $number } إلى { $cooperative }. اتصل أولا: { $phone }
notice-return-refused-subject = { $cooperative } لم تقبل الإرجاع
notice-return-refused-text = { $cooperative } لم تقبل إرجاع الطلب { $number }. تقول: { $reason } إذا كان هذا غير صحيح فاتصل بنا.
notice-return-refused-sms = { $market }: { $cooperative } لم تقبل الإرجاع ({ $number }). اقرأ السبب: { $url }
notice-return-received-subject = وصل ما أرجعته
notice-return-received-text = تسلّمت { $cooperative } منتوجات الطلب { $number }. يتقرر ما يُرجع إليك من المال في ظرف أسبوع.
notice-return-received-sms = { $market }: تسلّمت { $cooperative } ما أرجعته ({ $number }). { $url }
notice-return-refunded-subject = يرجع إليك { $total }
notice-return-refunded-text = مقابل ما أرجعته من الطلب { $number } يرجع إليك { $total }. { $reason }
notice-return-refunded-sms = { $market }: يرجع إليك { $total } مقابل ما أرجعته ({ $number }). { $url }
notice-return-nothing-subject = انتهى إرجاعك من الطلب { $number }
notice-return-nothing-text = تسلّمت { $cooperative } منتوجات الطلب { $number }. لم يبق ما يُرجع إليك: كل ما دُفع رجع إليك من قبل. { $reason }
notice-return-nothing-sms = { $market }: انتهى إرجاعك ({ $number }). لم يبق ما يُرجع مما دُفع. { $url }
notice-fact-send-by = أرسله ليصل قبل
notice-return-not_received-subject = لم يصل ما أردت إرجاعه من الطلب { $number }
notice-return-not_received-text = لم تصل إلى { $cooperative } منتوجات الطلب { $number } التي أردت إرجاعها. إن كنت قد أرسلتها فاتصل ب{ $cooperative }: { $phone }، واحتفظ بوصل الطرد. وإن لم ترسلها فأرسلها الآن، أو قل في صفحة الطلب إنك تحتفظ بها. وإلا ستنهي إدارة السوق الإرجاع بدون مال.
notice-return-not_received-sms = { $market }: لم يصل إرجاعك ({ $number }). أرسلته؟ اتصل ب{ $cooperative }: { $phone }. وإلا: { $url }
notice-return-reopened-subject = ننتظر من جديد إرجاعك من الطلب { $number }
notice-return-reopened-text = أعطت إدارة السوق وقتا آخر لإرجاعك من الطلب { $number }. أرسل المنتوجات إلى { $cooperative }، عنوانها أسفله.
notice-return-reopened-sms = { $market }: ننتظر إرجاعك ({ $number }) من جديد. أرسله إلى { $cooperative }: { $url }
notice-return-ended-subject = انتهى إرجاعك من الطلب { $number }
notice-return-ended-text = لم تصل منتوجات الطلب { $number } إلى { $cooperative }، فأنهت إدارة السوق إرجاعك. لا يُرجع مال. كلامها: { $reason } إذا كان هذا غير صحيح فاتصل بنا.
notice-return-ended-sms = { $market }: انتهى إرجاعك ({ $number }) لأن المنتوجات لم تصل. اقرأ السبب: { $url }
notice-seller-return-requested-subject = زبون يريد إرجاع منتوجات من { $number }
notice-seller-return-requested-text = زبون تراجع عن { $goods } من الطلب { $number }. هذا حقه. أجيبوا في ظرف أربعة أيام، وإلا اعتُبر الإرجاع مقبولا.
notice-seller-return-requested-sms = { $market }: إرجاع من الطلب { $number }، { $goods }. أجيبوا: { $url }
notice-seller-return-reminder-subject = إرجاع من { $number } ينتظركم
notice-seller-return-reminder-text = زبون ينتظر جوابكم عن الإرجاع. بعد يومين يُعتبر مقبولا.
notice-seller-return-reminder-sms = { $market }: إرجاع { $number } ينتظر جوابكم. { $url }
notice-seller-return-withdrawn-subject = الزبون احتفظ بمنتوجات { $number }
notice-seller-return-withdrawn-text = تخلى الزبون عن إرجاع الطلب { $number }. لا شيء عليكم.
notice-seller-return-withdrawn-sms = { $market }: تخلى الزبون عن إرجاع { $number }. لا شيء عليكم.
notice-seller-return-accepted-subject = إرجاع { $number } أصبح مقبولا
notice-seller-return-accepted-text = لم يجب أحد خلال أربعة أيام، فاعتُبر إرجاع الطلب { $number } مقبولا. سيرسل إليكم الزبون المنتوجات.
notice-seller-return-accepted-sms = { $market }: إرجاع { $number } أصبح مقبولا. { $url }
notice-seller-return-refunded-subject = مال إرجاع { $number } يرجع إلى الزبون
notice-seller-return-refunded-text = مر أسبوع على وصول المنتوجات دون قرار، لذلك يرجع { $total } إلى الزبون.
notice-seller-return-refunded-sms = { $market }: إرجاع { $number }: يرجع { $total } إلى الزبون. { $url }
notice-seller-return-nothing-subject = انتهى إرجاع { $number }
notice-seller-return-nothing-text = مر أسبوع على وصول المنتوجات دون قرار. لم يبق ما يُرجع إلى الزبون، لأنه دفع أقل من الثمن.
notice-seller-return-nothing-sms = { $market }: انتهى إرجاع { $number }، ولا شيء يُرجع إلى الزبون. { $url }
notice-seller-return-not_received-subject = لم يصل إرجاع { $number }
notice-seller-return-not_received-text = قبلتم إرجاعا من الطلب { $number } ولم تقولوا إن المنتوجات وصلت. إن كانت عندكم فاضغطوا في صفحة الإرجاع. سألنا الزبون، وبعدها تنهيه إدارة السوق أو تعطيه وقتا آخر.
notice-seller-return-not_received-sms = { $market }: ألم تصل منتوجات إرجاع { $number }؟ إن كانت عندكم فقولوا ذلك: { $url }
notice-seller-return-reopened-subject = ننتظر من جديد إرجاع { $number }
notice-seller-return-reopened-text = أعطت إدارة السوق وقتا آخر لإرجاع الطلب { $number }. اضغطوا في صفحته عندما تصل المنتوجات.
notice-seller-return-reopened-sms = { $market }: إرجاع { $number } منتظر من جديد. { $url }
notice-seller-return-ended-subject = انتهى إرجاع { $number }
notice-seller-return-ended-text = لم تصل أبدا منتوجات إرجاع الطلب { $number }، فأنهته إدارة السوق. لا تُرجعون أي مال. كلامها: { $reason }
notice-seller-return-ended-sms = { $market }: انتهى إرجاع { $number }. لا تُرجعون أي مال. { $url }

## Money that goes back by hand
notice-refund-choose-subject = كيف تريد تسلّم { $amount }؟
notice-refund-choose-text = لك عندنا { $amount } من الطلب { $number }. قل لنا في صفحة الطلب كيف تريدها: في حسابك البنكي أو نقدا.
notice-refund-choose-sms = { $market }: لك عندنا { $amount } ({ $number }). قل لنا كيف تريدها: { $url }
notice-refund-sent-subject = { $amount } في الطريق إليك
notice-refund-sent-text = حوّلنا { $amount } من الطلب { $number } إلى حسابك المنتهي بـ { $tail }.
notice-refund-sent-sms = { $market }: { $amount } ({ $number }) في الطريق إلى حسابك المنتهي بـ { $tail }.
notice-refund-done-subject = أُرجع إليك { $amount }
notice-refund-done-text = أُرجع إليك { $amount } من الطلب { $number }. إذا لم يصلك فاتصل بنا.
notice-refund-done-sms = { $market }: أُرجع إليك { $amount } ({ $number }). { $url }
notice-refund-failed-subject = لم يصلك { $amount }
notice-refund-failed-text = أردنا إرجاع { $amount } من الطلب { $number } فلم تقبلها البنك. ما زالت لك عندنا: أعطنا حسابك البنكي في صفحة الطلب، أو خذها نقدا.
notice-refund-failed-sms = { $market }: لم يصلك { $amount } ({ $number }). أعطنا حسابك: { $url }
notice-refund-late-subject = وصلك { $amount } في النهاية
notice-refund-late-text = كتبنا لك أن { $amount } من الطلب { $number } لم تصلك. لقد أُرسلت في النهاية: راجع حسابك، وحساب البطاقة التي دفعت بها. لا شيء عليك.
notice-refund-late-sms = { $market }: { $amount } ({ $number }) في الطريق إليك في النهاية. لا شيء عليك. { $url }
notice-office-twice-subject = مال أُرجع مرتين: الطلب { $number }
notice-office-twice-text = تم في النهاية إرجاع من الطلب { $number } كان قد فشل، والمشتري أخذ ماله بطريقة أخرى. يجب أن ينظر فيه أحد.
notice-office-twice-sms = { $market }: مال من الطلب { $number } أُرجع مرتين. { $url }
notice-office-dispute-subject = نزاع حول الطلب { $number }
notice-office-dispute-text = بنك أحد الزبناء ينازع في أداء الطلب { $number }. المزود يحجز المبلغ. أجيبوا في صفحاته قبل نهاية الأجل.
notice-office-dispute-sms = { $market }: نزاع حول الطلب { $number }. { $url }
notice-office-dispute-lost-subject = خسرنا نزاع الطلب { $number }
notice-office-dispute-lost-text = خسرنا النزاع حول الطلب { $number }. خُصم المبلغ من أرصدة التعاونيات في حدود ما سُلّم.
notice-office-dispute-lost-sms = { $market }: خسرنا نزاع الطلب { $number }. { $url }
notice-office-refund-subject = مال يجب إرجاعه: الطلب { $number }
notice-office-refund-text = مال من الطلب { $number } لا يمكن أن يرجع وحده. يجب أن يتكفل به أحد.
notice-office-refund-sms = { $market }: مال من الطلب { $number } ينتظر من يرجعه. { $url }
notice-office-odd-subject = أداء لا يطابق: الطلب { $number }
notice-office-odd-text = المزود يتحدث عن أداء غير الذي اتُّفق عليه في الطلب { $number }. ما عنده موضوع جانبا حتى ينظر فيه أحد.
notice-office-odd-sms = { $market }: أداء الطلب { $number } لا يطابق. { $url }
notice-office-goods-subject = منتجات لم ترجع: الطلب { $number }
notice-office-goods-text = كان على المشتري أن يُرجع منتجات من الطلب { $number } ولم تصل في الأجل. ابحثوا أين وصل الطرد، ثم انتظروه مدة أخرى أو أنهوا الإرجاع.
notice-office-goods-sms = { $market }: منتجات من الطلب { $number } لم ترجع. { $url }
notice-office-payout-subject = لا خبر عن التحويل { $reference }
notice-office-payout-text = سُلّم التحويل { $reference } بمبلغ { $amount } إلى البنك ولم يصل عنه خبر منذ ذلك. انظروا في الحساب ثم قولوا في صفحته ماذا فعل البنك. إلى ذلك الحين لا يُدفع شيء منه مرة ثانية.
notice-office-payout-sms = { $market }: لا خبر عن التحويل { $reference } بمبلغ { $amount }. { $url }
notice-office-books-subject = الدفاتر لا تتطابق
notice-office-books-text =
    { $count ->
        [zero] لم تجد مقارنة { $when } أي فرق بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
        [one] وجدت مقارنة { $when } فرقا واحدا بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
        [two] وجدت مقارنة { $when } فرقين بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
        [few] وجدت مقارنة { $when } { $count } فروق بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
        [many] وجدت مقارنة { $when } { $count } فرقا بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
       *[other] وجدت مقارنة { $when } { $count } فرق بين دفاترنا ودفاتر مزودي الدفع والموزعين والبنك.
    } القائمة في صفحة البنك.
notice-office-books-sms = { $market }: الدفاتر لا تتطابق. عدد الفروق: { $count }. { $url }

notice-fact-sum = المجموع
notice-fact-holder = صاحب الحساب
notice-fact-rib = رقم الحساب (RIB)
notice-fact-amount = المبلغ
notice-fact-reference = المرجع الذي تكتبه في التحويل
notice-fact-until = قبل
notice-transfer-subject = طلبك { $number }: كيف تدفع بالتحويل
notice-transfer-text = شكرا لك. بقي أن ترسل { $total } بتحويل بنكي إلى الحساب المكتوب أسفله. اكتب المرجع كما هو وحوّل المبلغ بالضبط: بهما نعرف أن المال لطلبك. احتفظ بهذه الرسالة: الرابط الذي فيها هو مفتاح طلبك.
notice-transfer-sms = { $market }: الطلب { $number }، { $total } بتحويل بنكي. رقم الحساب والمرجع هنا: { $url }
notice-paid-transfer-subject = وصل تحويلك للطلب { $number }
notice-paid-transfer-text = شكرا لك. وصلنا تحويلك: { $total }. ستؤكد كل تعاونية الجزء الخاص بها، وإن تعذر على إحداها التوصيل رددنا إليك ثمنه. احتفظ بهذه الرسالة: الرابط الذي فيها هو مفتاح طلبك.
notice-paid-transfer-sms = { $market }: وصل تحويلك للطلب { $number }، { $total }. { $url }
notice-step-refunded-transfer-subject = جزء من الطلب { $number } يُرد إليك ثمنه
notice-step-refunded-transfer-text = لن يصلك الجزء الخاص بـ { $cooperative }. نرد إليك { $total } التي دفعتها عنه: قل لنا كيف في صفحة طلبك. { $reason }
notice-step-refunded-transfer-sms = { $market }: لن يصلك الجزء الخاص بـ { $cooperative } ({ $number }). نرد إليك { $total }: قل لنا كيف. { $url }
notice-payout-sent-subject = { $amount } في الطريق إلى حسابكم البنكي
notice-payout-sent-text = إدارة السوق حوّلت إليكم { $amount } إلى الحساب البنكي الذي ينتهي بـ { $account }. يصل المال في يوم إلى ثلاثة أيام عمل. في كشف حسابكم تجدون المرجع { $reference }. والصفحة تبيّن كل طلب على حدة.
notice-payout-sent-sms = { $market }: { $amount } في الطريق إلى حسابكم …{ $account }، المرجع { $reference }. { $url }
notice-payout-failed-subject = تحويل لم يصل
notice-payout-failed-text = بنككم لم يقبل تحويل { $amount } إلى الحساب الذي ينتهي بـ { $account }. لم يضِع شيء: المال يبقى لكم ويخرج مع التحويل المقبل. راجعوا رقم حسابكم البنكي (RIB) في صفحة تعاونيتكم.
notice-payout-failed-sms = { $market }: { $amount } لم تصل إلى الحساب …{ $account }. المال يبقى لكم. راجعوا الـ RIB: { $url }
notice-payout-returned-subject = تحويل رجع إلينا
notice-payout-returned-text = بنككم ردّ إلينا تحويل { $amount } إلى الحساب الذي ينتهي بـ { $account }. لم يضِع شيء: المال يبقى لكم ويخرج مع التحويل المقبل. راجعوا رقم حسابكم البنكي (RIB) في صفحة تعاونيتكم.
notice-payout-returned-sms = { $market }: البنك ردّ إلينا { $amount } من الحساب …{ $account }. المال يبقى لكم. راجعوا الـ RIB: { $url }
notice-invoice-subject = الفاتورة { $number }: بقي عليكم { $open }
notice-invoice-text = هذه فاتورة عمولة السوق: { $total } مع الضريبة. بقي عليكم { $open } تؤدونها بتحويل بنكي قبل { $due }. اكتبوا المرجع { $reference } في التحويل لنعرف أنه منكم.
notice-invoice-sms = { $market }: الفاتورة { $number }، حوّلوا { $open } قبل { $due }، المرجع { $reference }. { $url }
notice-invoice-settled-subject = الفاتورة { $number } مؤداة
notice-invoice-settled-text = هذه فاتورة عمولة السوق: { $total } مع الضريبة. لا تؤدون شيئا: خُصمت مما كان لكم عند السوق.
notice-invoice-settled-sms = { $market }: الفاتورة { $number } بمبلغ { $total } مؤداة. لا شيء عليكم. { $url }
notice-cash-code-subject = { $code } هو رمز تأكيد طلبك
notice-cash-code-text = الرمز { $code } يؤكد طلبك في { $market }، والدفع نقدا عند الاستلام. صالح لمدة 10 دقائق. إذا لم تطلب شيئا فلا تعطه لأحد.
notice-cash-code-sms = { $code } رمز تأكيد طلبك في { $market }. صالح 10 دقائق. لم تطلب شيئا؟ لا تعطه لأحد.
notice-fact-delivery-code = رمز التسليم لطرد { $cooperative }، تعطيه لمن يسلّمك الطرد
notice-delivery-code-sms = رمز التسليم: { $code }. أعطه لمن يسلّمك الطرد.

notice-cash-waiting-subject = { $amount } ما زالت عند الموزعين
notice-cash-waiting-text = { $amount } من ثمن طلباتكم عند الموزعين منذ أكثر من { $days } أيام. اتصلوا بهم، وسجّلوا ما تتسلمون.
notice-cash-waiting-sms = { $market }: { $amount } عند الموزعين منذ أكثر من { $days } أيام. اتصلوا بهم. { $url }
