# واجهة السوق: الرئيسية، اللوائح، المنتوجات، التعاونيات.

## Home
shop-home-title = صنع تعاونياتنا، حتى باب دارك
shop-home-lead = زيوت وعسل وتمور وزرابي وفخار: كل منتوج من تعاونية مغربية تعرفها باسمها.
shop-home-pay = تؤدي الثمن عند الاستلام.
shop-home-pay-any = تؤدي الثمن عند الاستلام، أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
} حين تطلب.
shop-home-description = زيت أركان وعسل وزعفران وتمور وزرابي وفخار: اشتر مباشرة من تعاونيات المغرب.
shop-home-go = شاهد المنتوجات
shop-vow-cash = الدفع عند الاستلام
shop-vow-any = الدفع عند الاستلام أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
}
shop-vow-delivery = التوصيل إلى كل المغرب
shop-vow-checked = تعاونيات تحققنا منها
shop-categories = عمّ تبحث؟
shop-newest = الجديد
shop-see-all = كل المنتوجات
shop-makers = من صنعها
shop-all-makers = كل التعاونيات
shop-opening = السوق يستعد
shop-opening-why = التعاونيات الأولى تحضّر منتوجاتها. ارجع قريبا، أو اعرض منتوجاتك.
shop-how = كيف تشتري
shop-how-1 = املأ سلتك
shop-how-1-more = عدة تعاونيات في سلة واحدة، وبدون فتح حساب.
shop-how-2 = التعاونية تحضّر
shop-how-2-more = تؤكد طلبك خلال 48 ساعة، ثم تغلفه وترسله. وأنت تتابع كل مرحلة.
shop-how-3 = ادفع عند الاستلام
shop-how-3-more = تؤدي الثمن نقدا حين يصل الطرد إلى يدك.
shop-how-3-any = ادفع عند الاستلام أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
}
shop-how-3-any-more = نقدا حين يصل الطرد إلى يدك، أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
} حين تطلب.
shop-why = لماذا هذا السوق
shop-why-1 = كل صفحة تقول من صنع المنتوج، وأين، وبماذا. نتحقق من تسجيل كل تعاونية ونراجع كل صفحة قبل البيع.
shop-why-2 = الثمن المكتوب هو الذي حددته التعاونية. وثمن التوصيل مكتوب في صفحة المنتوج، قبل السلة.
shop-sell = هل أنتم تعاونية؟
shop-sell-more = الهاتف يكفي: صوّروا منتوجاتكم، واكتبوا الثمن، ونساعدكم في الباقي.
shop-sell-go = انضموا إلى السوق

## Lists
shop-all-products = كل المنتوجات
shop-all-categories = كل الأصناف
shop-from-region = { $what } – { $region }
shop-search-for = بحث: { $text }
shop-words = «{ $text }»
shop-list-description = { $what } من تعاونيات المغرب: الثمن والأصل والعلامة وثمن التوصيل.
shop-filter = تصفية
shop-filter-go = طبّق التصفية
shop-chosen = ما اخترته
shop-any = الكل
shop-region = الجهة
shop-label = العلامة
shop-min = الثمن ابتداء من
shop-max = الثمن إلى غاية
shop-price-min = ابتداء من { $price }
shop-price-max = إلى غاية { $price }
shop-sort = الترتيب
shop-sort-new = الجديد
shop-sort-price = الأرخص
shop-sort-price-desc = الأغلى
shop-nothing = لا شيء على هذا الرف
shop-nothing-why = لا يوجد منتوج يوافق كل هذا. جرّب كلمة أخرى، أو احذف واحدا من الاختيارات.
shop-nothing-go = شاهد منتوجات أكثر

## Stock and labels
shop-in-stock = متوفر
shop-sold-out = نفد
shop-last =
    { $count ->
        [zero] نفد
        [one] آخر قطعة
        [two] بقيت قطعتان
        [few] بقيت { $count } قطع
        [many] بقيت { $count } قطعة
       *[other] بقيت { $count } قطعة
    }
shop-badge-aop = منشأ محمي
shop-badge-igp = بيان جغرافي محمي
shop-badge-ig = بيان جغرافي
shop-badge-la = علامة فلاحية
shop-badge-bio = بيولوجي
shop-badge-terroir = منتوج مجالي
shop-badge-handmade = صنع اليد

## Product
shop-product-description = { $name } من { $maker }. التوصيل إلى كل المغرب.
shop-by = من
shop-photos = الصور
shop-photo-of = { $name }، صورة { $number } من { $total }
shop-certificate = رقم الشهادة
shop-choose-size = اختر الحجم
shop-quantity = الكمية
shop-add = أضف إلى السلة
shop-sold-out-why = نفد هذا المنتوج. ربما تحضّر التعاونية منه المزيد.
shop-pay = تؤدي الثمن نقدا عند الاستلام.
shop-pay-any = تؤدي الثمن نقدا عند الاستلام، أو { $how ->
    [card] بالبطاقة
    [transfer] بتحويل بنكي
   *[any] بالبطاقة أو بتحويل بنكي
}.
shop-withdrawal-standard = لك 7 أيام بعد الاستلام لتغيّر رأيك وترجع المنتوج.
shop-withdrawal-perishable = منتوج سريع التلف: لا يُرجَع إلا إذا وصل تالفا أو مخالفا.
shop-withdrawal-custom = صُنع على الطلب: لا يُرجَع إلا إذا وصل تالفا أو مخالفا.
shop-about = المنتوج
shop-text-in = النص معروض ب{ $language }.
shop-facts = التفاصيل
shop-origin = الأصل
shop-ingredients = المكونات
shop-allergens = مسببات الحساسية
shop-allergens-none = لا شيء من المسببات الأربعة عشر
shop-allergens-unknown = غير مذكورة: اسأل التعاونية
shop-comma = ،{" "}
shop-parcel = وزن الطرد
shop-parcel-range = من { $min } إلى { $max }، حسب الحجم
shop-delivery = التوصيل
shop-delivery-why = لمنتوج واحد، إلى باب دارك. منتوجات التعاونية الواحدة تسافر معا.
shop-zone = الجهة
shop-days-head = المدة
shop-days = من { $min } إلى { $max } أيام
shop-cost = الثمن
shop-not-delivered = لا يُوصَّل
shop-collect = الاستلام من التعاونية،
shop-free = بالمجان
shop-more-of = شاهد التعاونية
shop-share = شارك
shop-related = من نفس الرف

## Cooperatives
shop-cooperatives-description = تعاونيات المغرب التي تبيع هنا: حكايتها وأعضاؤها ومنتوجاتها.
shop-cooperatives-lead = كل واحدة مسجلة في السجل المحلي للتعاونيات، وقد تحققنا منها.
shop-cooperative-description = { $name }، تعاونية من جهة { $region }: منتوجاتها وحكايتها وكيف تتصل بها.
shop-women =
    { $count ->
        [zero] بدون نساء
        [one] منهم امرأة واحدة
        [two] منهم امرأتان
        [few] منهم { $count } نساء
        [many] منهم { $count } امرأة
       *[other] منهم { $count } امرأة
    }
shop-founded = تأسست سنة { $year }
shop-collects = يمكن الاستلام في عين المكان
shop-its-products = منتوجاتها
shop-its-products-none = ليس عندها شيء للبيع الآن.
shop-legal = البائع أمام القانون
shop-legal-name = البائع
shop-legal-address = العنوان
shop-legal-phone = الهاتف
shop-legal-email = البريد الإلكتروني
shop-legal-register = السجل المحلي للتعاونيات
shop-legal-ice = التعريف الموحد للمقاولة
shop-legal-onssa = ترخيص أونسا

## The page about the API
shop-api-title = السوق للبرامج
shop-api-lead = كل ما تفعله الصفحات يستطيع برنامج أن يفعله. المبالغ بالسنتيم، والنصوص باللغات التي كُتبت بها، والأوقات كما في RFC 3339 بتوقيت UTC. والرفض كما في RFC 9457.
shop-api-document = نفس الشيء كوثيقة OpenAPI
shop-api-parameters = المعطيات
shop-api-body = الطلب
shop-api-answers = الأجوبة
shop-api-shapes = الأشكال
shop-api-required = ضروري
shop-api-token = يحتاج رمزا
