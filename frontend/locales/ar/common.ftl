# كلمات تشترك فيها كل الصفحات.

## The market's name and the frame of every page
site-name = تيويزي
site-title = { site-name } – سوق تعاونيات المغرب
brand-first = { site-name }
brand-second = Tiwizi
brand-second-lang = fr
language-name = العربية
skip = انتقل إلى المحتوى
search-label = ابحث عن منتوج أو تعاونية
search-go = بحث
shown-in-french = تظهر هذه الصفحة بالفرنسية
demo-notice = هذا سوق تجريبي: التعاونيات والطلبات غير حقيقية، ولا يُسلَّم أي شيء.
restored-notice = استرجعنا السوق بعد عطب: ما ترونه هو حاله في { $at }. نفتح الطلبات من جديد بعد أن يتحقق المكتب من كل شيء.

## Navigation
nav-main = القائمة الرئيسية
nav-languages = اللغات
nav-home = الرئيسية
nav-products = المنتوجات
nav-cooperatives = التعاونيات
nav-sell = بِع معنا
nav-sell-with-us = بع منتوجاتك معنا
nav-cart = السلة
nav-find-order = أين طلبي؟
nav-sign-in = الدخول إلى فضاء التعاونية
nav-account = حسابي
nav-sign-out = خروج
nav-seller-home = الرئيسية
nav-seller-products = المنتوجات
nav-seller-orders = الطلبات
nav-seller-cooperative = الفريق
nav-admin = إدارة السوق
nav-admin-queue = في الانتظار
nav-admin-cooperatives = التعاونيات
nav-admin-people = الأشخاص
nav-admin-orders = الطلبات
nav-admin-tariffs = التوصيل
nav-admin-legal = النصوص
nav-terms = شروط الاستعمال
nav-sales = شروط البيع
nav-privacy = حماية المعطيات الشخصية
back = رجوع
crumbs-label = مكانك في الموقع
pager-label = صفحات اللائحة
pager-next = المزيد

## Foot of the page
footer-about = منتوجات تعاونيات المغرب، من يد من صنعها إلى باب دارك.
footer-shopping = التسوق
footer-selling = للتعاونيات
footer-legal = القانون
footer-market = عودة إلى السوق
footer-who = يدير هذا السوق { $name }.
footer-rights = سوق تعاونيات المغرب.

## Forms
form-optional = (اختياري)
form-choose = اختر…
form-save = احفظ
form-cancel = ألغِ
form-continue = تابع
form-edit = عدّل
form-remove = احذف
form-yes = نعم
form-no = لا
form-summary =
    { $count ->
        [zero] لا شيء يجب تصحيحه
        [one] هناك شيء يجب تصحيحه
        [two] هناك أمران يجب تصحيحهما
        [few] هناك { $count } أمور يجب تصحيحها
        [many] هناك { $count } أمرا يجب تصحيحه
       *[other] هناك { $count } أمرا يجب تصحيحه
    }
form-empty = املأ هذه الخانة.
form-too-long = النص طويل: { $max } حرفا على الأكثر.
form-control = في النص رمز لا يمكن عرضه. اكتبه من جديد.
form-bidi = في النص رمز خفي يقلب اتجاه الكتابة. اكتبه من جديد.
form-phone = رقم الهاتف غير صحيح. مثال: 06 12 34 56 78.
form-email = البريد الإلكتروني غير صحيح. مثال: nom@example.com.
form-money = اكتب الثمن بالدرهم. مثال: 85 أو 85,50.
form-integer = اكتب عددا بين { $min } و{ $max }.
form-choice = اختر واحدا من الاختيارات.
form-duplicate = وصلت هذه الخانة مرتين. أعد المحاولة.
form-tick = ضع علامة في هذه الخانة للمتابعة.
form-file = اختر ملفا.
photo-number = الصورة { $number }
photo-choose = اختر صورا أو التقطها
photo-shrinking = نحضّر الصور…
photo-sending = نرسل الصور…
photo-ready = الصور جاهزة للإرسال
share = شارك

## Money, units, dates
currency-mad = درهم
currency-eur = أورو
price-from = ابتداء من
unit-g = غ
unit-kg = كغ
unit-ml = مل
unit-l = ل
unit-piece =
    { $count ->
        [zero] 0 قطعة
        [one] قطعة واحدة
        [two] قطعتان
        [few] { $count } قطع
        [many] { $count } قطعة
       *[other] { $count } قطعة
    }
unit-pair =
    { $count ->
        [zero] 0 زوج
        [one] زوج واحد
        [two] زوجان
        [few] { $count } أزواج
        [many] { $count } زوجا
       *[other] { $count } زوج
    }
count-products =
    { $count ->
        [zero] لا منتوجات
        [one] منتوج واحد
        [two] منتوجان
        [few] { $count } منتوجات
        [many] { $count } منتوجا
       *[other] { $count } منتوج
    }
count-orders =
    { $count ->
        [zero] لا طلبات
        [one] طلب واحد
        [two] طلبان
        [few] { $count } طلبات
        [many] { $count } طلبا
       *[other] { $count } طلب
    }
count-members =
    { $count ->
        [zero] بدون أعضاء
        [one] عضو واحد
        [two] عضوان
        [few] { $count } أعضاء
        [many] { $count } عضوا
       *[other] { $count } عضو
    }
count-days =
    { $count ->
        [zero] 0 أيام
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يوما
       *[other] { $count } يوم
    }
count-hours =
    { $count ->
        [zero] 0 ساعات
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
unit-price-kg = { $price } للكيلو
unit-price-l = { $price } للتر
date-first = 1
date-at-time = { $date } على الساعة { $time }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = ماي
month-6 = يونيو
month-7 = يوليوز
month-8 = غشت
month-9 = شتنبر
month-10 = أكتوبر
month-11 = نونبر
month-12 = دجنبر

## How far a step is, for people who listen to the page
status-done = تم
status-now = ننتظره
status-ahead = لاحقا
status-failed = لم يتم

## The country and the languages
language-ar = العربية
language-fr = الفرنسية
language-en = الإنجليزية
language-zgh = الأمازيغية
