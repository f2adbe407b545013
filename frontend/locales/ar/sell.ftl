# صفحات التعاونية: منتوجاتها من الصورة إلى البيع، والأثمنة والمخزون.

## الرئيسية
sell-home-title = ما ينتظركم
sell-home-applied = نحن نراجع وثائقكم. حضّروا منتوجاتكم من الآن، وأرسلوها بعد أن نجيبكم.
sell-home-refused = لم نستطع قبول طلبكم. السبب:
sell-home-correct = صحّحوا الطلب
sell-home-suspended = تعاونيتكم موقوفة: الزبناء لا يرون منتوجاتكم. السبب:
sell-home-tasks = ما يجب فعله
sell-home-nothing = لا شيء ينتظركم. تبارك الله عليكم.
sell-home-first = ابدأوا بصورة منتوج واحد. يمكنكم التوقف متى شئتم: لا يضيع شيء.
sell-home-now = الآن
sell-home-everything = الباقي
sell-home-story = حكايتكم
sell-task-orders =
    { $count ->
        [zero] لا طلبات جديدة
        [one] طلب جديد ينتظر جوابكم
        [two] طلبان جديدان ينتظران جوابكم
        [few] { $count } طلبات جديدة تنتظر جوابكم
        [many] { $count } طلبا جديدا ينتظر جوابكم
       *[other] { $count } طلب جديد ينتظر جوابكم
    }
sell-task-suspended = { $name }: أوقفت إدارة السوق بيعه
sell-task-changes_requested = { $name }: فيه شيء للتصحيح
sell-task-draft = { $name }: أكملوا من حيث توقفتم
sell-task-rejected = { $name }: لم يُقبل، انظروا السبب
sell-task-sold_out = { $name }: نفد. هل بقي عندكم؟
sell-new = أضيفوا منتوجا
sell-nameless = منتوج بدون اسم بعد
sell-left =
    { $count ->
        [zero] لم يبق شيء
        [one] بقيت واحدة
        [two] بقيت اثنتان
        [few] بقيت { $count }
        [many] بقيت { $count }
       *[other] بقيت { $count }
    }

## اللائحة وصفحة المنتوج
sell-products-title = منتوجاتكم
sell-products-none = لا منتوج بعد
sell-product-title = المنتوج
sell-state-draft = قيد التحضير
sell-state-submitted = قيد المراجعة
sell-state-changes_requested = يحتاج تصحيحا
sell-state-rejected = لم يُقبل
sell-state-on_sale = معروض للبيع
sell-state-sold_out = نفد
sell-state-paused = متوقف مؤقتا
sell-state-suspended = موقوف
sell-state-archived = متخلى عنه
sell-product-suspended = أوقفت إدارة السوق بيع هذا المنتوج. السبب:
sell-product-waiting = نحن نراجع منتوجكم. ستصلكم رسالة حين يُعرض للبيع.
sell-product-waiting-update = نحن نراجع تغييراتكم. إلى ذلك الحين يرى الزبناء المنتوج كما كان.
sell-product-rejected = لا نستطيع قبول هذا المنتوج كما هو.
sell-product-remarks = ما يجب تغييره
sell-product-fix = صحّحوه الآن
sell-product-sizes = الأحجام والأثمنة والمخزون
sell-product-no-sizes = لا حجم ولا ثمن بعد.
sell-product-count = عدّوا المخزون
sell-product-prices = الأحجام والأثمنة
sell-product-actions = ما يمكنكم فعله
sell-product-withdraw = استرجعوه
sell-product-withdraw-hint = لتغييره قبل أن نجيبكم.
sell-product-continue = أكملوا
sell-product-edit = غيّروا الصور أو الكلام
sell-product-edit-hint = يبقى الزبناء يرونه كما هو حتى نراجع تغييراتكم.
sell-product-pause = أوقفوا بيعه مؤقتا
sell-product-resume = أعيدوه إلى البيع
sell-product-public = شاهدوه كما يراه الزبناء
sell-product-archive = تخلوا عن هذا المنتوج
sell-archive-title = هل تتخلون عن هذا المنتوج؟
sell-archive-text = لن يراه الزبناء بعد اليوم ولا يمكن استرجاعه. الطلبات الموجودة تستمر.
sell-archive-do = نعم، نتخلى عنه
sell-size = الحجم
sell-price = الثمن
sell-parcel = الطرد
sell-stock-free = يمكن بيعه
sell-stock-promised = محجوز
sell-stock-on-hand = في المخزون

## الطريق خطوة خطوة
sell-step-photos = الصور
sell-step-category = النوع
sell-step-price = الثمن
sell-step-stock = كم؟
sell-step-words = الكلام
sell-step-check = المراجعة
sell-begins = هذا المنتوج معروض للبيع. يبقى كما هو حتى نراجع ما تغيّرونه هنا.
sell-said = للتصحيح:
sell-later = فيما بعد
sell-to-check = العودة إلى المراجعة
sell-photos-title = كيف شكله؟
sell-photos-choose = الصور
sell-photos-hint = ‏JPEG أو PNG أو WebP، ‏10 ميغا على الأكثر لكل صورة. يمكن اختيار عدة صور مرة واحدة.
sell-photos-most = عدد الصور: { $max } على الأكثر.
sell-photos-full = بلغتم العدد الأقصى من الصور، وهو { $max }. احذفوا صورة لتضيفوا غيرها.
sell-photos-send = أرسلوا الصور
sell-photos-add = أضيفوا هذه الصور
sell-photos-alt = الصورة { $number }
sell-photos-first = تظهر أولا
sell-photos-make-first = اجعلوها الأولى
sell-photos-earlier = قدّموها
sell-photos-later = أخّروها
sell-photos-developing = نحضّرها
sell-photos-progress = الصور الجاهزة: { $ready } من { $all }.
sell-photos-look-again = انظروا من جديد
sell-photos-refused = { $file }: { $why }
sell-photos-unnamed = ملف
sell-photos-tip-light = في ضوء النهار، قرب النافذة.
sell-photos-tip-whole = المنتوج كاملا، فوق ثوب بلون واحد.
sell-photos-tip-several = صورتان أو ثلاث: المنتوج، وملصقه، وأيديكم وهي تعمل.
sell-category-title = ما هو؟
sell-category-wide = أنواع المنتوجات
sell-category-first = اختاروا صورة من فوق.
sell-category-kind = أي نوع بالضبط؟
sell-price-title = بكم؟
sell-price-another = أضيفوا حجما آخر
sell-price-amount = كم في الواحدة؟
sell-price-amount-hint = مثلا 250 أو 1,5.
sell-price-amount-wrong = اكتبوا عددا أكبر من الصفر، مثلا 250 أو 1,5.
sell-price-unit = بأي قياس؟
sell-price-price = ثمن الواحدة
sell-price-price-hint = ما يدفعه الزبون عن الواحدة، بدون التوصيل.
sell-price-out-of-range = يجب أن يكون الثمن بين 0,01 و100 000 درهم.
sell-price-parcel = وزن الطرد وفيه واحدة
sell-price-parcel-hint = مع القارورة والكرتون: ثمن التوصيل يتبعه.
sell-price-name = ما يميزها
sell-price-name-hint = فقط إن كانت عدة منتوجات بنفس الحجم: لون أو رائحة.
sell-price-save = احفظوا وتابعوا
sell-price-add = أضيفوا هذا الحجم
sell-unit-g = غرام
sell-unit-kg = كيلوغرام
sell-unit-ml = ميليلتر
sell-unit-L = لتر
sell-unit-piece = قطعة
sell-unit-pair = زوج
sell-size-title = الحجم
sell-size-at-once = ما تغيّرونه هنا يسري في الحين. الطلبات الموجودة تبقى بثمنها.
sell-size-names = ما يميزه
sell-size-name-ar = بالعربية
sell-size-name-fr = بالفرنسية
sell-size-name-en = بالإنجليزية
sell-size-retire = توقفوا عن بيع هذا الحجم
sell-size-retire-hint = ما طلبه الزبناء من قبل يصلهم.
sell-size-changes = الأثمنة السابقة
sell-stock-title = كم عندكم؟
sell-stock-no-sizes = قولوا أولا ما هي الأحجام وكم ثمنها.
sell-stock-to-price = الأحجام والأثمنة
sell-stock-reserved =
    { $count ->
        [zero] لا شيء محجوز.
        [one] واحدة منها محجوزة لزبون.
        [two] اثنتان منها محجوزتان للزبناء.
        [few] { $count } منها محجوزة للزبناء.
        [many] { $count } منها محجوزة للزبناء.
       *[other] { $count } منها محجوزة للزبناء.
    }
sell-stock-hint = عدّوا كل ما عندكم، حتى المحجوز الذي لم يُرسل بعد.
sell-stock-save = احفظوا
sell-stock-history = ما وقع في المخزون
sell-stock-when = متى
sell-stock-what = ماذا
sell-cause-opening = أول عدّ
sell-cause-counted = عدّ
sell-cause-reserved = طلب
sell-cause-released = طلب ملغى
sell-cause-shipped = أُرسل
sell-cause-returned = رجع
sell-words-title = قولوه بالكلام
sell-words-name = اسم المنتوج
sell-words-name-hint = كما تقولونه في السوق: «زيت أركان محمص».
sell-words-name-missing = اكتبوا الاسم بلغة واحدة على الأقل.
sell-words-description = بماذا يتميز؟
sell-words-description-hint = من يصنعه وكيف، ومع ماذا يؤكل. تكفي جملتان أو ثلاث.
sell-words-also-ar = بالعربية أيضا
sell-words-also-fr = بالفرنسية أيضا
sell-words-also-en = بالإنجليزية أيضا
sell-words-name-ar = الاسم بالعربية
sell-words-name-fr = الاسم بالفرنسية
sell-words-name-en = الاسم بالإنجليزية
sell-words-description-ar = الوصف بالعربية
sell-words-description-fr = الوصف بالفرنسية
sell-words-description-en = الوصف بالإنجليزية
sell-facts-title = من أين هو، وماذا فيه؟
sell-facts-place = الدوار أو المدينة التي جاء منها
sell-facts-place-hint = اتركوها فارغة إن كانت مدينتكم.
sell-facts-region = الجهة التي جاء منها
sell-facts-region-hint = فقط إن لم تكن جهتكم.
sell-facts-ingredients = ماذا فيه؟
sell-facts-ingredients-hint = اذكروا كل شيء، وابدأوا بالأكثر.
sell-facts-ingredients-ar = المكونات بالعربية
sell-facts-ingredients-fr = المكونات بالفرنسية
sell-facts-ingredients-en = المكونات بالإنجليزية
sell-facts-allergens = هل فيه شيء من هذا؟
sell-facts-allergens-hint = هذه تُمرض بعض الناس. ضعوا علامة على كل ما فيه، ولو قليلا.
sell-facts-allergens-none = لا شيء من هذا
sell-facts-allergens-wrong = ضعوا علامة على ما فيه، أو على «لا شيء من هذا» وحدها.
sell-facts-label = هل يحمل علامة جودة؟
sell-facts-label-hint = فقط مع شهادة صالحة.
sell-facts-label-none = بدون علامة
sell-facts-label-number = رقم الشهادة
sell-facts-withdrawal = هل يمكن للزبون أن يرجعه داخل 7 أيام؟
sell-withdrawal-standard = نعم
sell-withdrawal-standard-hint = كما يعطيه القانون في أغلب الأشياء.
sell-withdrawal-perishable = لا، يفسد بسرعة
sell-withdrawal-perishable-hint = جبن طري أو خبز.
sell-withdrawal-custom = لا، يُصنع حسب الطلب
sell-withdrawal-custom-hint = زربية بقياس الزبون.
sell-check-title = هل كل شيء صحيح؟
sell-check-back = العودة إلى المنتوج
sell-check-lacking = ما زال ينقص
sell-check-photos = ما زلنا نحضّر بعض الصور.
sell-check-empty = لم يُذكر بعد
sell-check-unchanged = لم تغيّروا شيئا. ما يراه الزبناء يبقى كما هو.
sell-check-not-verified = يمكنكم إرساله بعد اعتماد تعاونيتكم. كل ما كتبتموه محفوظ.
sell-check-send = أرسلوه
sell-check-send-hint = ننظر فيه ونجيب داخل يومي عمل.
sell-check-kept = كل شيء محفوظ. يمكنكم المتابعة فيما بعد.
sell-gap-photo = صورة جاهزة
sell-gap-category = نوع المنتوج
sell-gap-variant = حجم وثمنه
sell-gap-name = الاسم
sell-gap-allergens = ما فيه من مسببات الحساسية، أو أنه خال منها

## إشعارات
sell-notice-withdrawn = استرجعتموه. غيّروه وأرسلوه من جديد.
sell-notice-paused = توقف بيعه حتى تعيدوه.
sell-notice-resumed = عاد إلى البيع.
sell-notice-archived = تخليتم عن المنتوج.
sell-notice-submitted = أُرسل. نخبركم حين نراجعه.
sell-notice-size-added = حُفظ الحجم.
sell-notice-size-saved = حُفظ. الزبناء يرونه الآن.
sell-notice-size-kept = حُفظ.
sell-notice-size-retired = لم يعد هذا الحجم يباع.
sell-notice-stock-saved = حُفظ المخزون.

## الخانات والأسباب: ما تقوله الإدارة
sell-field-photo = الصور
sell-field-category = النوع
sell-field-variant = الأحجام والأثمنة
sell-field-name = الاسم
sell-field-description = الوصف
sell-field-origin = المصدر
sell-field-ingredients = المكونات
sell-field-allergens = مسببات الحساسية
sell-field-label = علامة الجودة
sell-field-withdrawal = الإرجاع
sell-field-listing = المنتوج كله
reason-photo-dark = الصورة مظلمة.
reason-photo-blurred = الصورة غير واضحة.
reason-photo-other = الصورة لشيء آخر.
reason-photo-text = على الصورة كتابة أو علامة.
reason-category-wrong = مكانه في نوع آخر.
reason-variant-price = يبدو أن في الثمن غلطا.
reason-variant-amount = يبدو أن في الحجم غلطا.
reason-variant-parcel = يبدو أن في وزن الطرد غلطا.
reason-name-unclear = الاسم لا يبيّن ما هو المنتوج.
reason-name-mistakes = في الاسم أخطاء.
reason-description-short = زيدوا في الشرح للزبناء.
reason-description-mistakes = في النص أخطاء.
reason-description-health = النص يَعِد بالشفاء، والقانون لا يسمح بذلك.
reason-origin-unclear = بيّنوا أكثر من أين هو.
reason-ingredients-missing = اذكروا كل ما فيه.
reason-allergens-doubt = راجعوا مسببات الحساسية.
reason-label-unproven = ينقص رقم شهادة علامة الجودة.
reason-withdrawal-wrong = من حق الزبناء إرجاع هذا المنتوج.
reason-listing-not_local = ليس من صنع تعاونيتكم.
reason-listing-forbidden = لا يمكن بيعه هنا.
reason-listing-duplicate = هذا المنتوج معروض عندكم من قبل.
sell-at-most = العدد كبير: { $max } على الأكثر.
sell-below-promised = وعدتم الزبناء بـ { $reserved }: لا يمكن أن يكون العدد أقل.


## Returns
sell-task-returns = { $count ->
    [zero] لا إرجاع ينتظركم
    [one] إرجاع واحد ينتظركم
    [two] إرجاعان ينتظرانكم
    [few] { $count } إرجاعات تنتظركم
    [many] { $count } إرجاعا ينتظركم
   *[other] { $count } إرجاع ينتظركم
}
seller-returns-title = ما يُرجعه الزبناء
seller-returns-empty = لا شيء يُرجَع
seller-returns-empty-why = عندما يُرجع زبون منتوجا يظهر هنا.
seller-return-title = إرجاع
seller-return-of = إرجاع من الطلب { $number }
seller-return-asked = طُلب في { $when }
seller-return-answer-by = أجيبوا قبل { $when }، وإلا اعتُبر مقبولا.
seller-return-pay-by = قرروا قبل { $when }، وإلا رجع المبلغ كله إلى الزبون.
seller-return-goods-by = يجب أن تصل المنتوجات قبل { $when }. بعدها تسأل إدارة السوق الزبون.
seller-return-missing = لم تصل المنتوجات في الأجل. إدارة السوق تسأل الزبون. إن وصلت مع ذلك فاضغطوا.
seller-return-office-words = كلام إدارة السوق:
seller-return-reason = سبب الزبون:
seller-return-words = كلامكم:
seller-return-costs = يكلفكم هذا { $amount } على الأكثر، والسوق يُرجع عمولته منه.
seller-return-decided = يكلفكم هذا { $amount }، والسوق يُرجع عمولته منه.
seller-return-paid-pieces = { $count ->
    [0] لم يُرجَع شيء
    [zero] لم يُرجَع شيء
    [one] أُرجع ثمن قطعة
    [two] أُرجع ثمن قطعتين
    [few] أُرجع ثمن { $count } قطع
    [many] أُرجع ثمن { $count } قطعة
   *[other] أُرجع ثمن { $count } قطعة
}
seller-return-accept = قبول الإرجاع
seller-return-accept-why = الزبون يرسل إليكم المنتوج على حسابه.
seller-return-refuse = رفض الإرجاع
seller-return-refuse-why = خلال سبعة أيام بعد التسليم الإرجاع حق للزبون. هذه الأسباب وحدها مقبولة، والزبون سيقرأ كلامكم.
seller-return-refusal = لماذا؟
seller-refusal-late = طُلب بعد فوات الأجل
seller-refusal-excluded = سريع التلف أو صُنع بالطلب
seller-refusal-opened = فُتح أو استُهلك
seller-refusal-agreed = اتفقنا على شيء آخر
seller-return-refuse-go = رفض الإرجاع
seller-return-waiting = الزبون يرسل المنتوج. اضغطوا عندما يصلكم.
seller-return-receive = وصل المنتوج
seller-return-decide = كم رجع سليما؟
seller-return-pieces = { $count ->
    [0] لا يُرجَع ثمنه
    [zero] لا يُرجَع ثمنه
    [one] إرجاع ثمن قطعة واحدة
    [two] إرجاع ثمن قطعتين
    [few] إرجاع ثمن { $count } قطع
    [many] إرجاع ثمن { $count } قطعة
   *[other] إرجاع ثمن { $count } قطعة
}
seller-return-less = لماذا ليس كله؟
seller-return-less-hint = فقط إذا كان المبلغ أقل، والزبون سيقرؤه.
seller-return-refund = تأكيد القرار
seller-return-pay = إرجاع { $amount }
seller-return-pay-unsaid = سألنا الزبون كيف يريد ماله. سيظهر الجواب هنا.
seller-return-pay-account = حوّلوا المبلغ إلى هذا الحساب ثم اضغطوا على الزر.
seller-return-pay-cash = عُدّوا المال مع الزبون وضعوه أمامه. يُريكم رمزه: اكتبوه هنا. متى قُبل الرمز فالمال له.
seller-return-code = رمز الزبون
seller-return-paid = المال عند الزبون
seller-return-pay-done = أُرجع المبلغ.

seller-money-transfer = ينتظر تحويل { $amount } إلى حسابكم.
seller-transfer-why = تحققوا من حسابكم: المرجع المكتوب في التحويل هو { $reference }. لا ترسلوا السلع قبل أن يصل.
seller-transferred = وصل التحويل كاملا
seller-pay-by = تُحفظ السلع إلى { $when }. إذا لم تؤكدوا هنا وصول التحويل قبل ذلك أُلغي الطلب من تلقاء نفسه وعادت السلع إلى مخزونكم.
seller-overdue-why = لم يُؤكَّد التحويل في الأجل، فأُلغي الطلب وعادت السلع إلى مخزونكم. إن وصل المال بعد ذلك فأرجعوه أو اتصلوا بالزبون.
