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
