# الدخول والتسجيل والحساب، والتعاونيات كما تراها الإدارة.

## Signing in
sign-in-title = الدخول
sign-in-how = اكتب رقم هاتفك أو بريدك الإلكتروني، ونرسل لك رمزا من ستة أرقام.
sign-in-contact = الهاتف أو البريد الإلكتروني
sign-in-contact-hint = مثلا: 06 12 34 56 78
sign-in-send-code = أرسلوا لي الرمز
sign-in-use-password = عندي كلمة سر
sign-in-use-code = أدخل برمز بدل كلمة السر
sign-in-new = تعاونيتكم ما زالت غير مسجلة؟
sign-in-new-go = سجلوا تعاونيتكم
sign-in-code-title = اكتب الرمز
sign-in-password-title = الدخول بكلمة السر
sign-in-password = كلمة السر
sign-in-go = دخول

## The page that asks for six digits
code-sent-to = أرسلنا رمزا من ستة أرقام إلى:
code-label = الأرقام الستة
code-hint = الرمز صالح عشر دقائق. لا تعطه لأحد.
code-enter = متابعة
code-not-there = لم يصلني الرمز
code-not-there-why = قد يتأخر دقيقة. تأكد من الرقم، ومن البريد غير المرغوب فيه إن كان بريدا.
code-again = أعيدوا إرسال الرمز
code-start-over = رقم أو بريد آخر

## A fresh code before something sensitive
confirm-title = تأكيد أنك صاحب الحساب
confirm-why = ما ستغيره مهم: المال أو الأشخاص أو طريقة الدخول. نرسل لك رمزا أولا.
confirm-to = سنرسل الرمز إلى:
confirm-send = أرسلوا الرمز
confirm-code-title = اكتب الرمز

## Another telephone or e-mail
contact-title = تغيير الهاتف أو البريد
contact-how = نرسل رمزا إلى الرقم أو البريد الجديد، لنتأكد أنه لك.
contact-new = الرقم أو البريد الجديد
contact-code-title = اكتب الرمز

## Password
password-title = كلمة السر
password-optional = كلمة السر اختيارية: الرمز يكفي دائما للدخول.
password-rules = { $min } حرفا على الأقل. جملة قصيرة لا يعرفها غيرك أحسن من كلمة صعبة.
password-new = كلمة السر الجديدة
password-forget-why = إن لم تعد تحتاج إليها، احذفها وادخل بالرمز.
password-forget = حذف كلمة السر

## One's own account
account-title = حسابي
account-cooperatives = تعاونياتي
account-office = إدارة السوق
account-open = فتح
account-join = تسجيل تعاونية
account-me = من أنا
account-name = الاسم
account-language = لغة الرسائل
account-sign-in = كيف أدخل
account-phone = الهاتف
account-email = البريد الإلكتروني
account-none = لا يوجد
account-password = كلمة السر
account-password-set = موجودة
account-password-none = لا توجد، الدخول بالرمز
account-change-contact = تغيير الهاتف أو البريد
account-change-password = كلمة السر
account-codes-left =
    { $count ->
        [zero] لم يبق أي رمز احتياطي.
        [one] بقي رمز احتياطي واحد.
        [two] بقي رمزان احتياطيان.
        [few] بقيت { $count } رموز احتياطية.
        [many] بقي { $count } رمزا احتياطيا.
       *[other] بقي { $count } رمز احتياطي.
    }
account-codes-renew = عشرة رموز جديدة
account-devices = الأجهزة المفتوحة
account-device-unknown = جهاز غير معروف
account-device-this = هذا الجهاز
account-device-seen = آخر استعمال:
account-device-end = إخراج
account-devices-end-others = إخراج كل الأجهزة الأخرى
account-programs = ربط برنامج
account-programs-why = إذا كان لكم برنامج للمخزون أو المحاسبة، يمكن أن يعمل مع السوق.
account-programs-go = المفاتيح ({ $count })
account-role-owner = مسؤول(ة)
account-role-member = عضو(ة)
account-state-applied = في انتظار التحقق
account-state-verified = تم التحقق منها
account-state-refused = لم تُقبل
account-state-suspended = موقوفة
account-event-apply = طلب التسجيل
account-event-reapply = طلب جديد بعد التصحيح
account-event-verify = تم التحقق
account-event-refuse = لم تُقبل
account-event-suspend = أُوقفت
account-event-reinstate = عادت إلى البيع
account-event-story = تغيير الحكاية
account-event-contact = تغيير معلومات الاتصال
account-event-rib = تغيير الحساب البنكي
account-notice-signed-out = خرجت من حسابك.
account-notice-saved = تم الحفظ.
account-notice-contact = تم تغيير الهاتف أو البريد.
account-notice-password = تم حفظ كلمة السر، وأُخرجت الأجهزة الأخرى.
account-notice-password-forgotten = حُذفت كلمة السر. الدخول الآن بالرمز.
account-notice-session-ended = تم الإخراج.
account-notice-cooperative = تم حفظ معلومات التعاونية.
account-limited =
    { $minutes ->
        [zero] محاولات كثيرة. انتظر قليلا ثم حاول من جديد.
        [one] محاولات كثيرة. انتظر دقيقة ثم حاول من جديد.
        [two] محاولات كثيرة. انتظر دقيقتين ثم حاول من جديد.
        [few] محاولات كثيرة. انتظر { $minutes } دقائق ثم حاول من جديد.
        [many] محاولات كثيرة. انتظر { $minutes } دقيقة ثم حاول من جديد.
       *[other] محاولات كثيرة. انتظر { $minutes } دقيقة ثم حاول من جديد.
    }
account-short-password = قصيرة جدا: { $min } حرفا على الأقل.

## Keys for programs
tokens-title = مفاتيح البرامج
tokens-what = بالمفتاح يقرأ برنامج منتوجاتكم وطلباتكم ويغيرها باسمكم.
tokens-docs = كيف يعمل ذلك
tokens-made = هذا هو المفتاح الجديد:
tokens-made-once = انسخه الآن: لن يظهر مرة أخرى.
tokens-last-used = آخر استعمال:
tokens-revoke = إلغاء المفتاح
tokens-new = مفتاح جديد
tokens-no-scope = المفاتيح لأعضاء التعاونيات.
tokens-name = اسم المفتاح
tokens-name-hint = مثلا: برنامج المخزون
tokens-scope = يعمل باسم
tokens-scope-administrator = إدارة السوق
tokens-make = إنشاء المفتاح
tokens-notice-revoked = أُلغي المفتاح.

## The second factor of administrators
factor-title = التحقق الثاني
factor-how = افتح تطبيق الرموز في هاتفك واكتب الأرقام الستة.
factor-code = رمز التطبيق أو رمز احتياطي
factor-code-hint = إن ضاع الهاتف، اكتب أحد الرموز الاحتياطية العشرة.
factor-set-up-title = تفعيل التحقق الثاني
factor-set-up-why = من يدير السوق يحتاج إلى رمز ثان من تطبيق في هاتفه.
factor-set-up-sells = صفحات تعاونيتك تُفتح أيضا بعد هذه الخطوة.
factor-set-up-1 = ثبت في هاتفك تطبيقا للرموز (مثل Aegis أو FreeOTP أو Google Authenticator).
factor-set-up-2 = صور هذا المربع بالتطبيق:
factor-set-up-qr = مربع رمز يقرؤه التطبيق
factor-set-up-link = أنا على الهاتف: افتح التطبيق
factor-set-up-type = أو اكتب فيه هذا المفتاح:
factor-set-up-3 = اكتب هنا الأرقام الستة التي يعرضها.
factor-digits = الأرقام الستة
factor-confirm = تفعيل
factor-codes-title = رموزك الاحتياطية
factor-codes-why = إن ضاع هاتفك، كل رمز من هذه يفتح لك مرة واحدة.
factor-codes-keep = اطبعها أو اكتبها في مكان آمن: لن تظهر مرة أخرى.
factor-codes-kept = حفظتها، متابعة

## Invitations
invite-title = دعوة
invite-to-cooperative = أنت مدعو(ة) للعمل في فضاء تعاونية:
invite-to-office = أنت مدعو(ة) لإدارة السوق.
invite-as = ستقبل الدعوة باسم:
invite-accept = قبول الدعوة
invite-sign-in-first = ادخل أولا بهاتفك أو بريدك، ثم اقبل الدعوة.
invite-sign-in = الدخول
invite-spent = هذه الدعوة استُعملت أو انتهت. اطلب دعوة جديدة ممن أرسلها.
invite-notice-accepted = تم قبول الدعوة.

## The people of a cooperative
members-title = تعاونيتي
members-people = الأشخاص
members-cooperative = المعلومات
members-state = الحالة
members-you = أنت
members-make-owner = تعيين مسؤول(ة)
members-make-member = إرجاع إلى عضو(ة)
members-invite-why = أنشئ رابطا وأرسله بواتساب لمن سيعمل معكم. يصلح مرة واحدة خلال سبعة أيام.
members-invite = دعوة شخص
members-invited = هذا رابط الدعوة:
members-invited-once = لن يظهر مرة أخرى.
members-whatsapp = إرسال بواتساب
members-share = دعوة للعمل معنا في فضاء { $name }: { $link }
members-invite-open = دعوة تنتظر، صالحة إلى { $date }
members-withdraw = إلغاء الدعوة
members-leave = مغادرة التعاونية
members-change-story = حكاية التعاونية
members-change-contact = الهاتف والعنوان
members-change-bank = الحساب البنكي
members-correct = تصحيح الطلب
members-notice-removed = لم يعد هذا الشخص في التعاونية.
members-notice-appointed = تم التغيير.
members-notice-left = غادرت التعاونية.
members-notice-withdrawn = أُلغيت الدعوة.
bank-title = الحساب البنكي
bank-now = الحساب الحالي ينتهي بـ:
bank-rib = رقم الحساب الجديد (RIB)
account-contact-title = الهاتف والعنوان
account-collects = يمكن للزبناء استلام طلباتهم عندنا
account-collects-hint = الاستلام مجاني، في عنوان التعاونية.
story-title = حكاية التعاونية
story-why = من أنتم؟ كيف بدأتم؟ ماذا تصنعون بأيديكم؟ بلغة واحدة يكفي.
story-ar = بالعربية
story-fr = بالفرنسية
story-en = بالإنجليزية

## Applying
join-title = سجلوا تعاونيتكم
join-intro = بيعوا منتوجاتكم في كل المغرب، من تعاونيتكم مباشرة إلى الزبون.
join-intro-free = التسجيل مجاني.
join-intro-check = نتحقق من أوراق التعاونية، ثم تبدؤون البيع.
join-intro-pay = الزبون يؤدي عند التسليم.
join-need = ما تحتاجونه
join-need-phone = هاتف يستقبل الرسائل القصيرة
join-need-register = رقم التعاونية في السجل المحلي للتعاونيات
join-need-rib = رقم الحساب البنكي (RIB)
join-need-onssa = رقم ترخيص أونسا إذا كنتم تبيعون مواد غذائية
join-begin = البدء
join-begin-why = نتأكد أولا من هاتفكم برمز.
join-step-0 = من أنتم
join-step-1 = أين
join-step-2 = الأوراق
join-step-3 = مراجعة
join-name-ar = اسم التعاونية بالعربية
join-name-hint = كما هو في السجل
join-name-fr = اسم التعاونية بالفرنسية
join-name-ar-letters = اكتب الاسم بالحروف العربية.
join-contact-name = الشخص المسؤول
join-contact-name-hint = الاسم الكامل
join-phone = هاتف التعاونية
join-phone-hint = يظهر للزبناء في طلباتهم.
join-email = البريد الإلكتروني
join-province = الجهة والإقليم
join-town = المدينة أو الدوار
join-address = العنوان
join-address-hint = الزنقة والرقم، أو كيف نصل إليكم
join-register-number = رقم السجل المحلي للتعاونيات
join-register-number-hint = مكتوب في شهادة التسجيل
join-register-place = مكان السجل
join-register-place-hint = المحكمة الابتدائية، مثلا: تارودانت
join-sells-food = نبيع مواد غذائية
join-onssa = رقم ترخيص أونسا
join-onssa-hint = ضروري إذا كنتم تبيعون مواد غذائية
join-ice = التعريف الموحد للمقاولة (ICE)
join-ice-hint = 15 رقما
join-rib = رقم الحساب البنكي (RIB)
join-rib-hint = 24 رقما، كما في شهادة البنك. لا يراه إلا الإدارة.
join-founded = سنة التأسيس
join-member-count = عدد الأعضاء
join-women-count = منهم نساء
join-bad-rib = رقم RIB هذا غير صحيح. قارنوا أرقامه الأربعة والعشرين واحدا واحدا مع شهادة البنك.
join-bad-ice = ICE فيه 15 رقما.
join-ice-doubtful = رقم ICE لا يبدو صحيحا. راجعه؛ يمكنكم الإرسال على كل حال.
join-too-many-women = أكثر من عدد الأعضاء.
join-check = هل كل شيء صحيح؟
join-resumed = احتفظنا بما كتبته. تابع من هنا.
join-change-0 = تغيير: من أنتم
join-change-1 = تغيير: أين
join-change-2 = تغيير: الأوراق
join-send = إرسال الطلب
join-refused-because = لم يُقبل الطلب السابق للسبب التالي:
join-notice-sent = وصلنا طلبكم. نتحقق منه ونخبركم برسالة. يمكنكم تحضير منتوجاتكم الآن.

## Cooperatives, for administrators
admin-cooperatives-title = التعاونيات
admin-cooperatives-none = لا توجد تعاونية هنا.
admin-cooperatives-name = الاسم
admin-cooperatives-since = تاريخ الطلب
admin-cooperatives-region = الجهة
admin-cooperatives-history = ما حدث
admin-cooperatives-ice-doubtful = مفتاح مراقبة ICE غير صحيح: راجعوه مع التعاونية.
admin-cooperatives-decide = القرار
admin-cooperatives-verify = الأوراق صحيحة، قبول
admin-cooperatives-reason = السبب
admin-cooperatives-reason-hint = تقرؤه التعاونية. ضروري للرفض أو التوقيف.
admin-cooperatives-refuse = رفض
admin-cooperatives-suspend = توقيف
admin-cooperatives-suspend-orders = { $count ->
    [zero] لا طلب ينتظر جوابها.
    [one] سيُلغى طلب واحد لم تجب عنه، ويُخبر مشتريه. لا يعيده رفع التوقيف.
    [two] سيُلغى طلبان لم تجب عنهما، ويُخبر المشترون. لا يعيدهما رفع التوقيف.
    [few] ستُلغى { $count } طلبات لم تجب عنها، ويُخبر المشترون. لا يعيدها رفع التوقيف.
    [many] سيُلغى { $count } طلبا لم تجب عنه، ويُخبر المشترون. لا يعيده رفع التوقيف.
   *[other] سيُلغى { $count } طلب لم تجب عنه، ويُخبر المشترون. لا يعيده رفع التوقيف.
}
admin-cooperatives-reinstate = السماح بالبيع من جديد
admin-cooperatives-wait = في انتظار أن تصحح التعاونية طلبها.
admin-cooperatives-notice-decided = تم تسجيل القرار.
admin-people-title = الأشخاص
admin-people-find = الاسم أو الهاتف أو البريد
admin-people-office = الإدارة فقط
admin-people-none = لا أحد.
admin-people-administrator = إدارة
admin-people-suspended = ممنوع
admin-people-end-sessions = إخراج من كل الأجهزة
admin-people-suspend = منع
admin-people-reinstate = سماح
admin-people-notice-done = تم.

## Refusals, by code
error-identity-unknown = لم نجد ما تبحث عنه.
error-identity-taken = هذا الرقم أو البريد مستعمل في حساب آخر.
error-identity-no_contact = اكتب رقم هاتف أو بريدا إلكترونيا صحيحا. مثلا: 06 12 34 56 78.
error-identity-limited = محاولات كثيرة. انتظر قليلا ثم حاول من جديد.
error-identity-wrong_code = الرمز غير صحيح. راجع الأرقام.
error-identity-spent_code = هذا الرمز لم يعد صالحا. اطلب رمزا جديدا.
error-identity-wrong_password = الهاتف أو البريد أو كلمة السر غير صحيحة.
error-identity-short_password = كلمة السر قصيرة جدا.
error-identity-long_password = كلمة السر طويلة جدا.
error-identity-weak_password = كلمة سر سهلة يجربها الجميع. اختر جملة لا يعرفها غيرك.
error-identity-spent_invite = هذه الدعوة استُعملت أو انتهت.
error-identity-last_owner = يجب أن يبقى مسؤول واحد على الأقل. عينوا مسؤولا آخر أولا.
error-identity-last_administrator = يجب أن يبقى شخص واحد على الأقل في الإدارة.
error-identity-owner_only = هذا خاص بمسؤولي التعاونية.
error-identity-fresh_code_needed = نحتاج إلى رمز جديد قبل هذا التغيير.
error-identity-factor_needed = التحقق الثاني ضروري أولا.
error-identity-factor_exists = التحقق الثاني مفعل من قبل.
error-identity-too_many = العدد بلغ الحد الأقصى. احذف شيئا أولا.
members-cards-yes = التعاونية تقبل البطاقة: يمكن أداء السلة مسبقا.
members-cards-no = التعاونية لا تقبل البطاقة: السلة التي فيها منتوجاتها تؤدى عند الاستلام.
members-cards-stop = أوقف قبول البطاقة
members-cards-take = اقبل البطاقة
