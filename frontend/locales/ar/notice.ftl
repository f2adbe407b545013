# شنو كيوصل للناس بالإيميل وبالميساج.

notice-open = حلّ الصفحة
notice-fact-number = رقم الطلب
notice-fact-total = غادي تخلص عند التسليم
notice-fact-delivery = التوصيل من { $cooperative }
notice-fact-carrier = شركة التوصيل
notice-fact-tracking = رقم التتبع
notice-fact-answer-by = جاوبو قبل
notice-seller = البائع: { $name }، تعاونية، { $seat }. سجل { $place }، رقم { $number }. الهاتف { $phone }.

notice-code-subject = { $code } هو الرمز ديالك فـ { $market }
notice-code-text = الرمز ديالك هو { $code }. صالح 10 دقائق. ما تعطيه لحتى واحد: حنا عمرنا ما كنطلبوه.
notice-code-sms = { $code } هو الرمز ديالك فـ { $market }. صالح 10 دقائق. ما تعطيه لحتى واحد.

notice-verified-subject = { $cooperative } تقدر تبيع دابا فـ { $market }
notice-verified-text = التعاونية ديالكم تقبلات. دابا تقدرو تزيدو المنتوجات: صورة، سمية وثمن، وصيفطوها لينا.
notice-verified-sms = { $market }: { $cooperative } تقبلات. زيدو المنتوجات ديالكم: { $url }

notice-refused-subject = الطلب ديالكم عند { $market }
notice-refused-text = ما قدرناش نقبلو طلب { $cooperative }. السبب: { $reason }
notice-refused-sms = { $market }: طلب { $cooperative } ما تقبلش. السبب: { $reason }

notice-suspended-subject = { $cooperative } موقوفة
notice-suspended-text = المنتوجات ديالكم ما بقاوش كيبانو. السبب: { $reason }
notice-suspended-sms = { $market }: { $cooperative } موقوفة. السبب: { $reason }

notice-approved-subject = { $product } معروض للبيع
notice-approved-text = المنتوج ديالكم «{ $product }» تقبل. الزبناء يقدرو يشريوه دابا.
notice-approved-sms = { $market }: «{ $product }» معروض للبيع. { $url }

notice-changes-subject = { $product }: خاص شي تغيير
notice-changes-text = المنتوج ديالكم «{ $product }» قريب يكون واجد. بدّلو اللي مكتوب لتحت وعاودو صيفطوه. { $note }
notice-changes-sms = { $market }: خاص شي تغيير فـ «{ $product }»: { $url }

notice-rejected-subject = { $product } ما تقبلش
notice-rejected-text = المنتوج ديالكم «{ $product }» ما تقبلش. { $note }
notice-rejected-sms = { $market }: «{ $product }» ما تقبلش. { $url }

notice-product-suspended-subject = منتوج تحيّد من البيع
notice-product-suspended-text = الإدارة حيّدات واحد من المنتوجات ديالكم من البيع. السبب: { $reason }
notice-product-suspended-sms = { $market }: منتوج تحيّد من البيع. السبب: { $reason } { $url }

notice-placed-subject = الطلب ديالك { $number }
notice-placed-text = شكرا ليك. كل تعاونية غادي تأكد الجزء ديالها. غادي تخلص { $total } نقدا ملي توصلك السلعة. خلّي هاد الميساج عندك: الرابط اللي فيه هو المفتاح ديال الطلب.
notice-placed-sms = { $market }: وصلنا الطلب { $number }، غادي تخلص { $total } عند التسليم. { $url }

notice-new-order-subject = طلب جديد { $number }
notice-new-order-text = عندكم طلب جديد لـ { $town }: { $total }. قبلوه فيومين، وإلا غادي يتلغى.
notice-new-order-sms = { $market }: طلب جديد { $number }، { $town }، { $total }. قبلوه من هنا: { $url }

notice-reminder-subject = الطلب { $number } كيتسناكم
notice-reminder-text = واحد الزبون كيتسنى الجواب ديالكم. إلا ما جاوبتوش غادي يتلغى الطلب.
notice-reminder-sms = { $market }: الطلب { $number } كيتسنى الجواب ديالكم. { $url }

notice-seller-cancelled-subject = الطلب { $number } تلغى
notice-seller-cancelled-text = الطلب { $number } تلغى. ما تصيفطوهش، والسلعة رجعات للمخزون ديالكم.
notice-seller-cancelled-sms = { $market }: الطلب { $number } تلغى. ما تصيفطوهش. { $url }

notice-step-accepted-subject = { $cooperative } قبلات الطلب ديالك
notice-step-accepted-text = { $cooperative } قبلات الجزء ديالها من الطلب { $number } وكتوجدو.
notice-step-accepted-sms = { $market }: { $cooperative } قبلات الطلب { $number }. { $url }
notice-step-packed-subject = الطلب ديالك { $number } واجد
notice-step-packed-text = { $cooperative } وجدات الجزء ديالها من الطلب { $number }.
notice-step-packed-sms = { $market }: { $cooperative } وجدات الطلب { $number }. { $url }
notice-step-shipped-subject = الطلب ديالك { $number } فالطريق
notice-step-shipped-text = { $cooperative } صيفطات الجزء ديالها من الطلب { $number }. وجّد { $total } نقدا.
notice-step-shipped-sms = { $market }: الطلب { $number } من { $cooperative } فالطريق. { $total } نقدا. { $url }
notice-step-delivered-subject = الطلب ديالك { $number } وصل
notice-step-delivered-text = الجزء ديال { $cooperative } وصلك. عندك 7 أيام باش تبدل رأيك، من غير اللي كيفسد أو تصنع ليك خصيصا.
notice-step-delivered-sms = { $market }: الطلب { $number } من { $cooperative } وصل. { $url }
notice-step-refused-subject = الطلب { $number } ما تسلمش
notice-step-refused-text = الكولية ديال { $cooperative } ما تسلماتش وغادي ترجع. ما غادي تخلص والو.
notice-step-refused-sms = { $market }: الكولية ديال { $cooperative } ({ $number }) ما تسلماتش وغادي ترجع.
notice-step-lost-subject = كولية من الطلب { $number } تلفات
notice-step-lost-text = شركة التوصيل تلفات الكولية ديال { $cooperative }. ما غادي تخلص عليها والو. سمحو لينا.
notice-step-lost-sms = { $market }: الكولية ديال { $cooperative } ({ $number }) تلفات. ما غادي تخلص والو.
notice-step-cancelled-subject = جزء من الطلب { $number } تلغى
notice-step-cancelled-text = الجزء ديال { $cooperative } تلغى. ما غادي تخلص عليه والو. { $reason }
notice-step-cancelled-sms = { $market }: الجزء ديال { $cooperative } فالطلب { $number } تلغى. { $url }

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
