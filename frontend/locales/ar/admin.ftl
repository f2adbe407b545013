# الإدارة: المنتوجات التي تنتظر، والقرار، والمنتوجات الموقوفة.
queue-title = منتوجات في الانتظار
queue-count =
    { $count ->
        [zero] لا شيء ينتظر.
        [one] منتوج واحد ينتظر.
        [two] منتوجان ينتظران.
        [few] { $count } منتوجات تنتظر.
        [many] { $count } منتوجا ينتظر.
       *[other] { $count } منتوج ينتظر.
    }
queue-applications =
    { $count ->
        [zero] لا تعاونيات تنتظر
        [one] تعاونية واحدة تطلب الانضمام
        [two] تعاونيتان تطلبان الانضمام
        [few] { $count } تعاونيات تطلب الانضمام
        [many] { $count } تعاونية تطلب الانضمام
       *[other] { $count } تعاونية تطلب الانضمام
    }
queue-empty = لم يبق شيء
queue-empty-text = تظهر المنتوجات هنا حين ترسلها التعاونيات.
queue-new = منتوج جديد
queue-update = تغيير
queue-claimed = شخص آخر ينظر فيه
queue-claimed-by-you = أنت تنظر فيه
queue-find = البحث عن منتوج معروض للبيع
queue-find-address = عنوان صفحته
queue-find-hint = ألصق عنوان صفحة المنتوج.
queue-find-go = ابحث
queue-notice-no-product = لا منتوج بهذا العنوان.
listing-title = منتوج مقترح: { $name }
listing-product = تاريخ المنتوج
listing-no-onssa = هذا منتوج غذائي، والتعاونية لم تعط رخصة السلامة الصحية (ONSSA).
listing-own = أنت عضو في هذه التعاونية: يجب أن يقرر شخص آخر.
listing-new-photo = جديدة
listing-words = النصوص والمعلومات
listing-field = الخانة
listing-before = معروض الآن
listing-after = مقترح
listing-changed = (تغيّر)
listing-said = ما قيل من قبل
listing-decide = القرار
listing-claim = أنا أنظر فيه
listing-claim-hint = حتى لا يبدأ غيرك، لمدة ربع ساعة.
listing-claimed-by = { $name } ينظر فيه الآن.
listing-release = اتركه للآخرين
listing-approve = اقبل
listing-reasons = ما يجب تغييره
listing-reasons-hint = تقرأه التعاونية قرب الخانة وبلغتها. ما تكتبه أنت لا يُترجم.
listing-reason-missing = ضع علامة على سبب أو اكتب ملاحظة.
listing-note = ملاحظة منك
listing-note-for = ملاحظة عن: { $field }
listing-changes = اطلب تغييرات
listing-reject = ارفض
listing-cannot = لا شيء يحتاج قرارا هنا.
listing-state-draft = قيد التحضير
listing-state-submitted = ينتظر
listing-state-changes_requested = طُلبت تغييرات
listing-state-approved = معروض للبيع
listing-state-rejected = مرفوض
listing-state-superseded = حلّ محله أحدث منه
listing-notice-approved = قُبل. الزبناء يرونه الآن.
listing-notice-changes = أخبرنا التعاونية بما يجب تغييره.
listing-notice-rejected = رُفض. أخبرنا التعاونية بالسبب.
listing-notice-suspended = توقف بيع المنتوج. أخبرنا التعاونية بالسبب.
listing-notice-lifted = يمكن للتعاونية أن تعيده إلى البيع.
listing-event-draft = بدأ
listing-event-submit = أُرسل
listing-event-withdraw = استُرجع
listing-event-approve = قُبل
listing-event-request_changes = طُلبت تغييرات
listing-event-reject = رُفض
listing-event-pause = أوقفته التعاونية مؤقتا
listing-event-resume = عاد إلى البيع
listing-event-suspend = أوقفته الإدارة
listing-event-lift = رُفع التوقيف
listing-event-archive = تخلت عنه التعاونية
admin-product-title = المنتوج
admin-product-waiting = تغيير ينتظر القرار
admin-product-reason = موقوف. السبب:
admin-product-why = لماذا يتوقف بيعه؟
admin-product-why-hint = تقرأه التعاونية.
admin-product-suspend = أوقف بيعه
admin-product-lift = ارفع التوقيف
admin-product-lift-hint = يبقى متوقفا مؤقتا حتى تعيده التعاونية إلى البيع.
admin-product-history = ما وقع

## النسخ الاحتياطية، والسوق بعد استرجاعه منها
backups-title = النسخ الاحتياطية
backups-last = آخر نسخة سليمة
backups-none = لا توجد نسخ تلقائية. يضبطها المسؤول عن الجهاز تحت [backup] في الإعدادات.
backups-late = تأخرت النسخة التالية. أخبروا المسؤول عن الجهاز اليوم.
backups-size = { $size } ميغا
backups-failed = فشلت نسخة في { $at }:
backups-held = السوق موقوف مؤقتا
backups-held-at = معطياته من { $at }: ما جرى بعد ذلك ليس فيه. لا يقبل طلبا ولا يبعث رسالة ولا يحرّك درهما حتى تطلقوه.
backups-held-messages =
    { $count ->
        [zero] لا رسالة تنتظر.
        [one] رسالة واحدة تنتظر.
        [two] رسالتان تنتظران.
        [few] { $count } رسائل تنتظر.
        [many] { $count } رسالة تنتظر.
       *[other] { $count } رسالة تنتظر.
    }
backups-held-since = منذ { $at }.
backups-held-old =
    { $count ->
        [zero] لم تكن أي منها تنتظر داخل النسخة.
        [one] كانت واحدة تنتظر داخل النسخة: ربما أُرسلت بعدها.
        [two] كانت اثنتان تنتظران داخل النسخة: ربما أُرسلتا بعدها.
        [few] كانت { $count } تنتظر داخل النسخة: ربما أُرسلت بعدها.
        [many] كانت { $count } تنتظر داخل النسخة: ربما أُرسلت بعدها.
       *[other] كانت { $count } تنتظر داخل النسخة: ربما أُرسلت بعدها.
    }
backups-held-others =
    { $count ->
        [zero] لا مهمة أخرى تنتظر.
        [one] مهمة أخرى واحدة تنتظر.
        [two] مهمتان أخريان تنتظران.
        [few] { $count } مهام أخرى تنتظر.
        [many] { $count } مهمة أخرى تنتظر.
       *[other] { $count } مهمة أخرى تنتظر.
    }
backups-held-others-why = مبالغ ينبغي ردها وآجال ينبغي تطبيقها. تستمر عند الإطلاق.
backups-strays-asking = ما زلنا نسأل مقدمي الأداء عما يعرفونه.
backups-strays =
    { $count ->
        [zero] من يمكن سؤاله من مقدمي الأداء لا يعرف أي أداء ضاع هنا. راجعوا صفحاتهم أيضا.
        [one] أداء واحد يعرفه مقدمه وضاع هنا.
        [two] أداءان يعرفهما مقدموهما وضاعا هنا.
        [few] { $count } أداءات يعرفها مقدموها وضاعت هنا.
        [many] { $count } أداء يعرفه مقدمه وضاع هنا.
       *[other] { $count } أداء يعرفه مقدمه وضاع هنا.
    }
backups-strays-why = طلباتها لم تعد موجودة. ردوا المال من صفحات مقدم الأداء، أو اتصلوا بالمشترين.
backups-strays-list = أداءات ضاعت هنا
backups-stray-reference = مرجع مقدم الأداء
backups-stray-amount = المطلوب
backups-stray-captured = المؤدى
backups-stray-refunded = المردود
backups-held-before = قبل الإطلاق: قارنوا النقود والطرود مع التعاونيات، والبنك مع المبالغ المحوَّلة. ستأخذ كل تعاونية يوما للجواب على الطلبات المنتظرة.
backups-messages = الرسائل المنتظرة
backups-messages-hint = عند الشك لا ترسلوها: هكذا لا يصل نفس الخبر لأحد مرتين.
backups-messages-discard = لا نرسلها أبدا
backups-messages-send = نرسلها
backups-release = إطلاق السوق
backups-notice-released = أُطلق السوق: عاد يبيع ويؤدي ويراسل.

told-transfer = كيف يدفع بالتحويل

## ما تعذّر القيام به
aside-title = ما تعذّر القيام به
aside-link =
    { $count ->
        [zero] لم يفشل شيء
        [one] رسالة أو مهمة واحدة فشلت
        [two] رسالتان أو مهمتان فشلتا
        [few] { $count } رسائل أو مهام فشلت
        [many] { $count } رسالة أو مهمة فشلت
       *[other] { $count } رسالة أو مهمة فشلت
    }
aside-why = حاول السوق ثلاثة أيام ثم توقف. أصلحوا السبب (خادم البريد، أو شركة الرسائل القصيرة، أو عنوان فيه خطأ) ثم أعيدوا المحاولة. ما يبقى هنا يُحذف بعد 90 يوما.
aside-none = لم يفشل شيء
aside-none-text = الرسائل التي لم تصل إلى أصحابها تظهر هنا.
aside-buyer-sms = رسالة قصيرة إلى مشترٍ
aside-buyer-email = بريد إلكتروني إلى مشترٍ
aside-member-sms = رسالة قصيرة إلى تعاونية أو إلى الإدارة
aside-member-email = بريد إلكتروني إلى تعاونية أو إلى الإدارة
aside-notice = معرفة من يجب إخباره
aside-provider = رسالة من شركة الأداء
aside-refund = إرجاع مبلغ يُطلب من شركة الأداء
aside-photo = صورة تُجهَّز
aside-round = مهمة دورية للسوق
aside-since = مطلوب منذ { $at }.
aside-given-up = توقفت المحاولات في { $at }.
aside-attempts =
    { $count ->
        [zero] بلا أي محاولة.
        [one] محاولة واحدة.
        [two] محاولتان.
        [few] { $count } محاولات.
        [many] { $count } محاولة.
       *[other] { $count } محاولة.
    }
aside-again = أعد المحاولة
aside-again-all =
    { $count ->
        [zero] أعد المحاولة
        [one] أعد المحاولة
        [two] أعد المحاولة للاثنتين
        [few] أعد محاولة الكل ({ $count })
        [many] أعد محاولة الكل ({ $count })
       *[other] أعد محاولة الكل ({ $count })
    }
aside-notice-again = أعيدت المحاولة: ما يفشل من جديد يرجع إلى هنا.
