# السلة والطلب والتوصيل، للمشتري وللتعاونية وللإدارة.

## The cart
cart-title = السلة
cart-empty = السلة فارغة
cart-empty-why = تصفح منتوجات التعاونيات وأضف ما يعجبك.
cart-empty-go = شاهد المنتوجات
cart-notice-added = أضفنا المنتوج إلى السلة.
cart-collects = يمكنك أن تستلم طلبك من مقر التعاونية مجانا.
cart-quantity-of = العدد: { $name }
cart-change = حدّث
cart-gone = لم يعد هذا المنتوج معروضا للبيع. احذفه لتتابع.
cart-sold-out = نفد هذا المنتوج. احذفه لتتابع.
cart-only =
    { $count ->
        [zero] لم يبق شيء من هذا المنتوج. احذفه.
        [one] بقيت قطعة واحدة فقط. غيّر العدد.
        [two] بقيت قطعتان فقط. غيّر العدد.
        [few] بقيت { $count } قطع فقط. غيّر العدد.
        [many] بقيت { $count } قطعة فقط. غيّر العدد.
       *[other] بقيت { $count } قطعة فقط. غيّر العدد.
    }
cart-sum = المجموع
cart-goods =
    { $count ->
        [zero] لا منتوجات
        [one] قطعة واحدة
        [two] قطعتان
        [few] { $count } قطع
        [many] { $count } قطعة
       *[other] { $count } قطعة
    }
cart-delivery-later = ثمن التوصيل يظهر بعد أن تكتب مدينتك، وقبل أن تؤكد الطلب.
cart-order = أكمل الطلب
cart-not-orderable = صحّح ما هو مشار إليه في السلة، ثم أكمل الطلب.
cart-cash = تدفع نقدا عند الاستلام. لا تحتاج إلى حساب.
cart-cash-any = تدفع نقدا عند الاستلام أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
}. لا تحتاج إلى حساب.

## The checkout
checkout-step-who = من
checkout-step-where = إلى أين
checkout-step-delivery = التوصيل
checkout-step-confirm = التأكيد
checkout-who-title = من يشتري؟
checkout-name = الاسم الكامل
checkout-phone = رقم الهاتف
checkout-phone-why = لكي تتصل بك التعاونية والموزع بخصوص هذا الطلب فقط. يُقبل رقم من أي بلد.
checkout-email = البريد الإلكتروني
checkout-email-why = لنرسل إليك التأكيد ومراحل الطلب.
checkout-other = سيستلم الطلب شخص آخر
checkout-other-why = هدية، أو طلب للعائلة من الخارج: اكتب من سيستلم في المغرب.
checkout-recipient-name = اسم من سيستلم
checkout-recipient-phone = هاتف من سيستلم
checkout-back-cart = رجوع إلى السلة
checkout-where-title = إلى أين نرسله؟
checkout-town = المدينة أو الجماعة
checkout-town-hint = ابدأ الكتابة واختر من اللائحة، أو اكتب اسم دوارك أو مركزك.
checkout-province = الإقليم أو العمالة
checkout-province-why = لا نعرف هذه المدينة، أو يوجد مثلها في أكثر من إقليم. اختر إقليمها لنحسب ثمن التوصيل.
checkout-province-needed = اختر الإقليم أو العمالة.
checkout-address = العنوان
checkout-address-hint = الزنقة والرقم، أو الحي، أو الدوار.
checkout-landmark = معلمة قريبة
checkout-landmark-hint = مثلا: أمام المسجد، قرب الصيدلية.
checkout-postcode = الرمز البريدي
checkout-postcode-wrong = الرمز البريدي خمسة أرقام. مثال: 20250.
checkout-delivery-title = كيف تستلم طلبك؟
checkout-door = توصيل إلى الباب
checkout-collect = استلام من التعاونية
checkout-collect-where = في { $town }، عندما تخبرك التعاونية أن طلبك جاهز.
checkout-free = مجانا
checkout-sum-follows = إذا غيّرت طريقة الاستلام، يظهر المجموع الجديد في الصفحة التالية.
checkout-days = من { $min } إلى { $max } أيام عمل
checkout-days-exactly = أيام العمل اللازمة: { $min }
checkout-no-way = لا يمكن توصيل هذا الجزء إلى هذا العنوان: الطرد ثقيل أو المنطقة غير مغطاة. قلّل العدد أو غيّر العنوان.
checkout-notice-not-served = لا أحد يوصل إلى هذا الإقليم بعد. غيّر العنوان أو استلم من التعاونية.
checkout-notice-too-heavy = الطرد أثقل مما يحمله الموزع. قلّل العدد أو قسّم الطلب.
checkout-confirm-title = راجع وأكّد
checkout-changed-title = تغيّر شيء في طلبك
checkout-changed-why = لم نسجل أي طلب بعد. إليك ما تغيّر؛ أكّد من جديد إذا كان يناسبك.
checkout-change-price = { $name }: كان الثمن { $old } وأصبح { $new }.
checkout-change-gone = { $name }: لم يعد متوفرا، فحذفناه من هذا العرض.
checkout-change-delivery = توصيل { $name }: كان { $old } وأصبح { $new }.
checkout-change-terms = تغيّرت شروط البيع. اقرأها من جديد.
checkout-change-expired = انتهت مدة العرض (نصف ساعة). الأثمنة لم تتغير.
checkout-nothing-left = لم يبق شيء مما اخترته
checkout-nothing-left-why = نفدت هذه المنتوجات أو سُحبت من البيع. لم نسجل أي طلب.
checkout-to = المستلم
checkout-buyer = المشتري:
checkout-buyer-title = المشتري
checkout-edit-cart = عدّل السلة
checkout-edit-who = عدّل الاسم والهاتف
checkout-edit-where = عدّل العنوان
checkout-edit-delivery = عدّل التوصيل
checkout-cash = الدفع نقدا عند الاستلام
checkout-cash-why = لا تدفع شيئا الآن. كل تعاونية تسلّم جزءها وتقبض ثمنه وحدها.
checkout-terms = قرأت شروط البيع وأوافق عليها.
checkout-place = أكّد الطلب: { $total } عند الاستلام
checkout-withdrawal = لك سبعة أيام بعد الاستلام لإرجاع المنتوج، ما عدا السريع التلف والمصنوع حسب الطلب.

## The buyer’s order
order-title = الطلب
order-number = الطلب { $number }
order-placed = سُجّل يوم { $when }
order-goods = المنتوجات
order-delivery = التوصيل
order-total = المجموع
order-not-returnable = لا يُرجع
order-state-waiting = في انتظار جواب التعاونية
order-state-confirmed = مؤكد
order-state-under_way = في الطريق
order-state-completed = تم
order-state-failed = لم يُسلَّم
order-state-cancelled = ملغى
order-part-new = في انتظار الجواب
order-part-accepted = مقبول
order-part-packed = محزوم
order-part-ready = جاهز للاستلام
order-part-shipped = عند الموزع
order-part-delivered = تم التسليم
order-part-closed = منتهٍ
order-part-cancelled = ملغى
order-part-refused = رُفض عند الباب
order-part-lost = ضاع عند الموزع
order-part-returned = رجع إلى التعاونية
order-cancelled-buyer = ألغاه المشتري
order-cancelled-cooperative = اعتذرت التعاونية
order-cancelled-silence = أُلغي لعدم جواب التعاونية
order-cancelled-administrator = أوقفته إدارة السوق
order-step-accepted = قُبل
order-step-packed = حُزم
order-step-shipped = في الطريق
order-step-delivered = وصل
order-step-ready = جاهز
order-step-collected = استُلم
order-answer-by = ستجيب التعاونية قبل { $when }. إن لم تجب، يُلغى هذا الجزء ولا تدفع شيئا.
order-reason = السبب:
order-tracking = رقم التتبع:
order-paid = المبلغ المدفوع: { $amount }
order-withdraw = لك سبعة أيام كاملة بعد الاستلام لإرجاع ما يقبل الإرجاع. لا تدفع إلا مصاريف الإرجاع.
order-withdraw-until = يمكنك إرجاع ما يقبل الإرجاع إلى غاية { $date }، واليوم نفسه محسوب (القانون 31.08، المادة 36).
order-no-withdraw = لا حق في الإرجاع هنا: منتوج سريع التلف أو مصنوع حسب الطلب (المادة 38 من القانون 31.08).
order-seller = من البائع؟
order-seller-cooperative = تعاونية
order-seller-seat = المقر
order-seller-register = السجل المحلي للتعاونيات
order-seller-ice = التعريف الموحد للمقاولة (ICE)
order-seller-onssa = ترخيص أونسا
order-seller-phone = الهاتف
order-seller-email = البريد الإلكتروني
order-cancel = ألغِ هذا الجزء
order-cancel-sure = لا يمكن التراجع عن الإلغاء. ما زال ممكنا لأن التعاونية لم تقبل بعد.
order-cancel-go = نعم، ألغِ
order-notice-cancelled = أُلغي هذا الجزء. لن تدفع شيئا عنه، وما دفعته يرجع إليك.
order-notice-too-late = سبق أن قبلت التعاونية هذا الجزء. اتصل بها.
order-terms = قُبلت شروط البيع، النسخة { $version }، يوم { $when }.
order-keep-link = احتفظ برقم الطلب: به وبهاتفك ترجع إلى هذه الصفحة.
order-find-title = أين طلبي؟
order-find-why = اكتب رقم الطلب ورقم الهاتف الذي أعطيته.
order-find-number = رقم الطلب
order-find-number-hint = تجده في الرسالة التي توصلت بها. مثال: TZ-7K3M9Q
order-find-phone = رقم الهاتف
order-find-phone-hint = هاتف من اشترى أو من سيستلم.
order-find-go = ابحث عن الطلب
order-find-unknown = لا يوجد طلب بهذا الرقم مع هذا الهاتف. تأكد منهما.
order-receipt-title = وصل الشراء
order-receipt-of = وصل الطلب { $number }
order-receipt-buyer = المشتري:
order-receipt-recipient = المستلم:
order-receipt-product = المنتوج
order-receipt-price = الثمن
order-receipt-quantity = العدد
order-receipt-amount = المبلغ
order-part-not-due = لا شيء مستحق عن هذا الجزء.
order-nothing-due = لا شيء مستحق.
order-total-without = بدون ما أُلغي أو لم يُسلَّم.
order-receipt-all = المجموع العام
order-receipt-note = وصل حسب القانون 31.08. كل تعاونية بائعة لمنتوجاتها. شروط البيع، النسخة { $version }.
order-receipt-how = للطباعة، استعمل زر الطباعة في متصفحك.
order-receipt-back = رجوع إلى الطلب

## A cooperative’s orders
seller-orders-title = الطلبات
seller-order-title = الطلب
seller-orders-open = تنتظرني
seller-orders-over = المنتهية
seller-orders-empty = لا طلبات هنا
seller-orders-empty-why = عندما يشتري أحد منتوجاتكم، يظهر الطلب هنا ونخبركم برسالة.
seller-orders-see = افتح
seller-answer-by = أجيبوا قبل { $when }، وإلا يُلغى الطلب.
seller-next = ما العمل الآن؟
seller-accept = نقبل الطلب
seller-accept-why = هل المنتوجات عندكم؟ إذا قبلتم، نخبر المشتري أن طلبه مؤكد.
seller-pack = الطرد جاهز
seller-pack-why = احزموا المنتوجات واكتبوا رقم الطلب على الطرد.
seller-ship = سلّمناه للموزع
seller-carrier = الموزع
seller-carrier-hint = مثلا: أمانة، أو اسم السائق.
seller-tracking = رقم التتبع
seller-deliver = وصل إلى المشتري
seller-hand-over = سلّمناه للمشتري
seller-hand-over-why = عندما يأتي المشتري، سلّموه الطرد واقبضوا الثمن.
seller-holder = من عنده المال؟
seller-holder-carrier = الموزع
seller-holder-cooperative = التعاونية
seller-paid = المبلغ المقبوض
seller-paid-hint = اتركه فارغا إذا دُفع المبلغ كاملا.
seller-paid-too-much = المبلغ أكبر من ثمن الطلب.
seller-return = سجّل الرجوع
seller-restock = هل يمكن بيع المنتوجات من جديد؟
seller-restock-yes = نعم، نعيدها إلى المخزون
seller-restock-no = لا، ضاعت أو تلفت
seller-what = محتوى الطلب
seller-weight = وزن الطرد حوالي { $weight }
seller-went-wrong = وقع مشكل في التوصيل؟
seller-refuse = رفضه المشتري
seller-refuse-why = وصل الموزع عند الباب ولم يأخذ المشتري الطرد، أو لم يكن هناك. لا يدفع المشتري شيئا وما دفعه يرجع إليه، وتنتظرون رجوع الطرد. لا يمكن التراجع عن هذا.
seller-lose = ضاع الطرد
seller-lose-why = لم يعد الموزع يجد الطرد. لا يدفع المشتري شيئا وما دفعه يرجع إليه ونخبره بذلك. لا يمكن التراجع عن هذا.
seller-decline = لا نستطيع تلبية هذا الطلب
seller-decline-go = نعتذر عن الطلب
seller-reason = السبب
seller-reason-hint = يقرأه المشتري كما كتبتموه.
seller-remit = توصلنا بالمال من الموزع
seller-money-expected = ينتظر قبض { $amount } عند التسليم.
seller-money-carrier = { $amount } عند الموزع، لم تصل إليكم بعد.
seller-money-platform = { $amount } عند إدارة السوق.
seller-money-remitted = توصلتم بـ { $amount }.
seller-money-short = قُبض { $amount } فقط، وهو أقل من الثمن.
seller-money-refused = لم يدفع المشتري.
seller-money-void = لا شيء مستحق.
seller-collects = سيأتي ليستلم من التعاونية
seller-call = اتصل
seller-whatsapp = واتساب
seller-parcel = الطرد
seller-notice-done = تم التسجيل.
seller-notice-moved = تغيّرت حالة هذا الطلب في هذه الأثناء. راجعها.

## What delivery costs
tariff-title = أثمنة التوصيل
tariff-why = المشترون يرون هذه الأثمنة قبل السلة وعند تأكيد الطلب. العروض السابقة تُقارن بها قبل أن تصبح طلبات.
tariff-new = منطقة جديدة
tariff-unserved = أقاليم بدون توصيل:
tariff-sample = أثمنة للمثال
tariff-sample-why = هذه أثمنة للمثال لم يتحقق منها أحد. اكتب أثمنتكم واحفظ.
tariff-up-to = طرد إلى غاية
tariff-up-to-g = إلى غاية
tariff-price = الثمن
tariff-per-kg = كل كيلو زائد
tariff-max = أثقل طرد
tariff-max-g = أثقل طرد
tariff-zone-title = منطقة توصيل
tariff-name-ar = الاسم بالعربية
tariff-name-fr = الاسم بالفرنسية
tariff-name-en = الاسم بالإنجليزية
tariff-days-min = أقل عدد أيام
tariff-days-max = أكثر عدد أيام
tariff-steps = الأثمنة حسب الوزن
tariff-steps-hint = من الأخف إلى الأثقل. اترك الأسطر الزائدة فارغة.
tariff-steps-wrong = يلزم وزن واحد على الأقل، بدون تكرار، ولا يتجاوز أثقل طرد، ولا يكون الأثقل أرخص، وأقل الأيام لا يتجاوز أكثرها.
tariff-provinces = أقاليم هذه المنطقة
tariff-provinces-of = اختر ما ينتقل إلى هذه المنطقة
tariff-provinces-hint = بين قوسين: المنطقة التي يوجد فيها الإقليم الآن. لإخراج إقليم، اختره من منطقة أخرى.
tariff-notice-saved = حُفظت أثمنة التوصيل.

## All orders, for the office
admin-orders-title = كل الطلبات
admin-orders-empty = لا طلبات بعد
admin-orders-empty-why = تظهر هنا عندما يشتري أحد.
admin-orders-number = الرقم
admin-orders-placed = التاريخ
admin-orders-town = المدينة
admin-orders-state = الحالة
admin-orders-parts = التعاونيات
admin-orders-find = رقم الطلب أو الهاتف
admin-orders-find-hint = مثل TZ-7K3M9Q، أو هاتف المشتري أو المستلم.
admin-orders-none = لا يوجد طلب بهذا الرقم أو بهذا الهاتف.
admin-order-history = ما وقع
admin-order-told = الرسائل حول هذا الطلب
admin-order-told-none = لا نعرف أي رسالة.
admin-order-told-why = تُحسب لمدة ثلاثين يوما، ولا يُحتفظ بالنصوص ولا بمن أُرسلت إليه.
admin-order-about = الموضوع
admin-order-sent = أُرسلت
admin-order-waiting = في الانتظار
admin-order-failed = لم تُرسل
told-placed = إلى المشتري: سُجّل طلبه
told-new-order = إلى التعاونية: طلب جديد
told-reminder = إلى التعاونية: طلب ينتظر جوابا
told-seller-cancelled = إلى التعاونية: أُلغي الطلب
told-transfer-reminder = للمشتري: التحويل ما زال منتظرا
told-seller-transfer-reminder = إلى التعاونية: تحقق من وصول التحويل
told-step = إلى المشتري: { $state }
office-money-expected = { $amount } تُدفع عند التسليم.
office-money-carrier = { $amount } عند الموزع.
office-money-platform = { $amount } عند السوق.
office-money-remitted = { $amount } عند التعاونية.
office-money-collected = دُفع { $amount }.
office-money-short = المبلغ المستحق { $due }.
office-money-refused = لم يدفع المشتري.
office-money-void = لا شيء مستحق.
order-event-place = سُجّل
order-event-accept = قُبل
order-event-decline = اعتذرت التعاونية
order-event-cancel = أُلغي
order-event-expire = أُلغي لعدم الجواب
order-event-stop = أُوقف
order-event-pack = حُزم
order-event-ship = سُلّم للموزع
order-event-deliver = وصل
order-event-hand_over = استُلم
order-event-refuse = رُفض عند الباب
order-event-lose = ضاع
order-event-return = رجع إلى التعاونية
order-event-close = أُغلق
order-event-remind = ذُكّرت التعاونية
order-event-remit = وصل المبلغ من الموزع
order-actor-buyer = المشتري
order-actor-cooperative = التعاونية
order-actor-administrator = مكتب السوق
order-actor-system = تلقائيا

## Paying by card
checkout-pay-title = كيف تدفع؟
checkout-card = بالبطاقة البنكية، الآن
checkout-card-why = تُفتح صفحة الدفع. لا نرى بطاقتك أبدا. إذا تعذر على تعاونية أن ترسل جزءها، يُرجع لك ثمنه.
checkout-place-any = أؤكد الطلب: { $total }
pay-title = الدفع بالبطاقة
pay-go = اذهب إلى صفحة الدفع
pay-go-why = صفحة الدفع ستُفتح. إذا لم يقع شيء، اضغط على الزر.
pay-description = الطلب { $number }، { $market }
order-state-unpaid = في انتظار الدفع
order-part-unpaid = في انتظار الدفع
order-cancelled-unpaid = أُلغي لأنه لم يُدفع ثمنه
order-cancelled-overdue = أُلغي لأن التحويل لم يصل
order-event-pay = تم الدفع
order-event-switch = سيُدفع عند التسليم
order-event-lapse = أُلغي لعدم الدفع
order-event-revive = دُفع متأخرا واستُؤنف
order-event-remind_pay = ذُكّر الزبون بالتحويل
order-event-overdue = أُلغي لأن التحويل لم يصل
order-unpaid-why = نحتفظ لك بالمنتوجات إلى { $when }. إذا لم تدفع قبل ذلك، يُلغى الطلب.
order-unpaid-failed = لم ينجح الدفع. لم يُؤخذ منك شيء.
order-unpaid-checking = ننتظر جواب البنك. لا تدفع مرة ثانية.
order-unpaid-look = انظر من جديد
order-pay-card = ادفع { $amount } بالبطاقة
order-pay-cash = ادفع نقدا عند التسليم
order-give-up = تراجع عن هذا الطلب
order-give-up-sure = لن يؤخذ منك شيء، وترجع المنتوجات إلى البيع. يمكنك أن تطلب من جديد متى شئت.
order-give-up-sent = ترجع المنتوجات إلى البيع. إذا كنت قد قمت بالتحويل، فاحتفظ بالطلب، فالمبلغ في طريقه إلينا. وإذا وصل مبلغ رغم ذلك، نستأنف الطلب ما دامت المنتوجات متوفرة.
order-give-up-go = نعم، أتراجع عنه
order-notice-given-up = ألغي الطلب، ولم يؤخذ منك شيء.
order-notice-cash = تم: ستدفع نقدا عند التسليم.
order-notice-not-cash = لم يجب البنك بعد. انتظر قليلا وانظر من جديد.
order-card = الدفع بالبطاقة
order-answer-by-paid = تجيب التعاونية قبل { $when }. وإلا يُلغى هذا الجزء ويُرجع لك ثمنه.
order-notice-given-back = أُلغي هذا الجزء. ثمنه يرجع إلى بطاقتك.
order-refund-coming = { $amount } ترجع إلى بطاقتك. يأخذ ذلك بضعة أيام.
order-refund-done = { $amount } رجعت إلى بطاقتك.
order-refund-failed = لك عندنا { $amount }: لم يقبلها البنك. قل لنا إلى أين نرسلها.
seller-money-provider = { $amount } دُفعت بالبطاقة للسوق. لا تأخذوا شيئا.
seller-money-refunded = { $amount } دُفعت بالبطاقة وأُرجعت للمشتري.
seller-hand-over-paid = دفع المشتري بالبطاقة. سلموه الطرد ولا تأخذوا شيئا.
office-money-provider = { $amount } دُفعت بالبطاقة، عند شركة الدفع.
office-money-refunded = دُفعت { $amount }. لم يُسلَّم هذا الجزء والمبلغ يرجع إلى المشتري.
office-money-expected-card = { $amount } تُدفع بالبطاقة.
office-money-expected-transfer = { $amount } تصل بتحويل بنكي.
office-answer-by = ستجيب التعاونية قبل { $when }. وإلا أُلغي هذا الجزء من تلقاء نفسه.
office-pay-by = ننتظر التحويل إلى التعاونية حتى { $when }. وإلا أُلغي هذا الجزء من تلقاء نفسه.
office-entries = الأداءات والمبالغ المرجعة
office-entry-attempt = دفع بالبطاقة ({ $provider })
office-entry-transfer = دفع بتحويل بنكي
office-entry-refund = إرجاع المال باليد
office-entry-refund-provider = إرجاع المال إلى البطاقة
office-entry-refund-account = إرجاع المال بتحويل بنكي
office-entry-refund-cash = إرجاع المال نقدا
office-entry-refund-dispute = استرده بنك المشتري
office-entry-dispute = نزاع
office-entry-return = إرجاع منتجات
office-return-owed = يجب إرجاع ماله
office-attempt-open = ننتظر المشتري
office-attempt-decided = البنك لم يقرر بعد
office-attempt-unknown = لا أحد يعرف
office-attempt-captured = مدفوع
office-attempt-failed = لم يُدفع
office-attempt-expired = لم يكتمل
office-attempt-voided = متروك
office-attempt-odd = لا يطابق
office-dispute-open = مفتوح
office-dispute-won = ربحناه
office-dispute-lost = خسرناه
told-lapsed = للمشتري: لم يُدفع الطلب فأُلغي
told-too-late = للمشتري: دُفع متأخرا وأُرجع المال


## Sending something back
order-return-title = إرجاع منتوجات
order-return-want = أريد إرجاع منتوج
order-return-until = ممكن إلى غاية { $date }، واليوم نفسه محسوب
order-return-why = لست ملزما بذكر السبب. عليك مصاريف الإرسال فقط، وعندما يصل المنتوج يرجع إليك مالك.
order-return-lines = ماذا تريد أن تُرجع؟
order-return-keep = أحتفظ به
order-return-count = { $count ->
    [zero] لا شيء
    [one] قطعة واحدة
    [two] قطعتان
    [few] { $count } قطع
    [many] { $count } قطعة
   *[other] { $count } قطعة
}
order-return-reason = لماذا؟
order-return-reason-hint = إن أردت فقط: هذا يساعد التعاونية.
order-return-go = طلب الإرجاع
order-return-yours = إرجاعك
order-return-withdraw = لا، سأحتفظ به
order-return-requested = في انتظار الجواب
order-return-accepted = مقبول
order-return-refused = مرفوض
order-return-withdrawn = تم التخلي عنه
order-return-received = وصل
order-return-refunded = أُرجع ماله
order-return-not_received = لم تصل المنتوجات
order-return-ended = انتهى بدون إرجاع المال
order-return-next-requested = ستجيبك { $name } في ظرف أربعة أيام، وإن لم تجب يُعتبر الإرجاع مقبولا. احتفظ بالمنتوج إلى ذلك الحين.
order-return-next-accepted = أرسل المنتوج إلى { $name } ليصل قبل { $when }: العنوان والهاتف أسفله في «من يبيع؟». مصاريف الإرسال عليك.
order-return-next-refused = { $name } لا تسترجعه. إذا كان هذا غير صحيح فاتصل بإدارة السوق.
order-return-next-withdrawn = المنتوج يبقى عندك.
order-return-next-received = المنتوج عند { $name }. مالك يرجع إليك في { $when } على الأكثر.
order-return-next-refunded = يرجع إليك { $amount }.
order-return-next-nothing = لم يبق ما يُرجع إليك: كل ما دُفع رجع إليك من قبل.
order-return-next-not_received = لم تصل المنتوجات إلى { $name }. إن كنت قد أرسلتها فاتصل ب{ $name } ومعك وصل الطرد، وإن لم تتفقا فاتصل بإدارة السوق. وإن لم ترسلها فأرسلها الآن أو احتفظ بها.
order-return-next-ended = لم تصل المنتوجات إلى { $name }، فأنهت إدارة السوق إرجاعك. تبقى عندك ولا يُرجع إليك مال. كلامها:
order-notice-return = وصل طلب الإرجاع إلى التعاونية.
order-notice-return-late = لم يعد إرجاع هذا ممكنا.
order-notice-return-withdrawn = سجّلنا أنك ستحتفظ به.
order-notice-return-moved = تغيّر شيء في هذه الأثناء. انظر من جديد.
order-refund-title = مالك الذي يرجع إليك
order-refund-how = لك عندنا { $amount }. كيف تريدها؟
order-refund-way = كيف؟
order-refund-to-account = في حسابي البنكي
order-refund-in-cash = نقدا، مقابل رمز
order-refund-rib = رقم الحساب (RIB)
order-refund-rib-hint = 24 رقما كما في دفتر الشيكات، للحساب البنكي فقط.
order-refund-go = هكذا أريدها
order-refund-code-why = أرِ هذا الرمز لمن يسلّمك المال، بعد أن يصبح المال في يدك:
order-refund-say = حدد كيف تريدها
order-refund-change = تغيير
order-refund-code = عرض الرمز
order-refund-owed = لك عندنا { $amount }. قل لنا كيف تريدها.
order-refund-account = سنحوّل { $amount } إلى حسابك المنتهي بـ { $tail }.
order-refund-sent = { $amount } في الطريق إلى حسابك المنتهي بـ { $tail }.
order-refund-cash = { $amount } تنتظرك نقدا. أرِ الرمز.
order-refund-paid = أُرجع إليك { $amount }.
order-refund-disputed = أرجع إليك البنك { $amount }.
order-notice-refund-chosen = سجّلنا ذلك. سنخبرك عندما يكون المال في الطريق.
checkout-no-card = لا يمكن أداء هذه السلة بالبطاقة: { $names } لا تقبلها.
admin-order-doubtful = { $amount }: طلبنا من { $provider } أن يقبضها ولا ندري هل فعل. انظر في فضاء التاجر عنده ثم قل هنا ما وجدت. رقم العملية:
admin-order-taken = قُبضت
admin-order-not-taken = لم تُقبض
admin-order-notice-settled = سُجّل ذلك.


checkout-transfer = تحويل بنكي
checkout-transfer-why = نعطيك رقم الحساب والمرجع، ونحتفظ لك بالسلع { $days } أيام حتى يصل المال.
checkout-transfer-direct-why = تحوّل لكل تعاونية ثمن سلعها على حسابها هي، داخل { $days } أيام من قبولها للطلب.
transfer-title = ادفع بالتحويل البنكي
transfer-why = من تطبيق بنكك أو من الوكالة. اكتب المرجع كما هو، والمبلغ بالضبط.
transfer-holder = صاحب الحساب
transfer-rib = رقم الحساب (RIB)
transfer-amount = المبلغ
transfer-reference = المرجع
transfer-until = نحتفظ لك بالسلع إلى { $when }. ما يصل بعد ذلك نرده إليك إن نفدت.
transfer-until-direct = تحتفظ لك التعاونية بالسلع إلى { $when }. إذا لم يصلها تحويلك أُلغي الجزء الخاص بها.
transfer-copy = نص للنسخ
order-notice-transfer-back = أُلغي هذا الجزء. نرد إليك ثمنه: قل لنا كيف.
## Cash: the telephone answers first
checkout-cash-ceiling = الدفع نقدا ممكن إلى غاية { $most } للطلب الواحد.
checkout-cash-open = عندك { $most } طلبات في الطريق بهذا الهاتف، وهو الحد للدفع نقدا. انتظر وصول واحد منها.
checkout-cash-code = قبل تسجيل الطلب، نرسل رمزا من ستة أرقام إلى { $phone } لنتأكد أن الرقم رقمك.
checkout-code-title = أكّد رقم هاتفك
checkout-code-why = هذا الطلب يحفظ لك السلع قبل أن تدفع ثمنها، لذلك نتأكد أولا من الهاتف. اكتب الرمز فيُسجَّل الطلب.
checkout-code-enter = سجّل الطلب
checkout-code-not-there = قد يتأخر دقيقة. تأكد من رقم الهاتف، أو اطلب رمزا جديدا.
checkout-code-back = رجوع إلى الطلب واختيار طريقة أخرى للدفع
order-notice-no-cash = لا يمكن دفع هذا الطلب نقدا. ادفعه بالبطاقة، أو سجّل طلبا جديدا.

## The delivery code
order-code = رمز التسليم
order-code-why = أعطه لمن يسلّمك الطرد، بعد أن تأخذه وليس قبل ذلك. به نعرف أنه وصلك.
order-code-collect = أعطه للتعاونية عندما تأخذ طلبك. به نعرف أنك استلمته.
seller-code = رمز التسليم
seller-code-hint = أربعة أرقام عند المشتري. الموزع يسأله عنها عند الباب.
seller-code-hint-collect = أربعة أرقام عند المشتري. اسألوه عنها عند الاستلام.
seller-code-limited = كُتبت رموز خاطئة كثيرة. حاولوا بعد ساعة، أو اتصلوا بمكتب السوق.
seller-code-given = سُلّم برمز المشتري
seller-code-missing = سُلّم بدون رمز المشتري
order-event-prove = أعطى المشتري الرمز
order-event-unproven = سُلّم بدون رمز
order-event-vouch = سمح مكتب السوق بالتسليم بدون رمز
admin-vouch = المشتري فقد رمزه؟
admin-vouch-why = تأكدوا منه بالهاتف. بعدها يمكن للتعاونية أن تسجل التسليم بدون رمز.
admin-vouch-go = السماح بالتسليم بدون رمز
admin-notice-vouched = تم. يمكن تسجيل التسليم بدون رمز.
