## The money of a cooperative
sell-money-title = حساباتنا
sell-money-empty = ما زال لا يوجد مال هنا
sell-money-empty-why = عندما يتسلّم زبون طلبه ويدفع، ترون هنا كم دفع، وعند من المال، وكم تأخذ إدارة السوق.
sell-money-empty-go = الطلبات
sell-money-paid-title = ما دفعه الزبناء
sell-money-paid = دفع الزبناء إلى اليوم
sell-money-refunded = أُرجع إلى الزبناء
sell-money-with-carriers = ما زال عند الموزعين
sell-money-with-carriers-why = عندما يسلّمكم الموزع المال، سجّلوا ذلك في صفحة الطلب.
sell-money-with-market = عند إدارة السوق
sell-money-to-be-paid-out = ستحوّله إليكم إدارة السوق
sell-money-reached = وصل إليكم
sell-money-fee-title = عمولة السوق
sell-money-charged = العمولة مع الضريبة إلى اليوم
sell-money-settled = ما أُدّي منها
sell-money-owed = ما بقي عليكم للسوق
sell-money-owed-why = الزبون يدفع لكم الثمن كله، وحصة السوق تؤدونها بعد ذلك.
sell-money-owed-none = لا شيء عليكم للسوق.
sell-money-month = ما تسلّمه الزبناء في { $month }
sell-money-before = الشهر السابق
sell-money-after = الشهر التالي
sell-money-month-empty = لم يُسلَّم شيء في هذا الشهر.
sell-money-order = الطلب
sell-money-net = يبقى لكم
sell-money-net-why = يبقى لكم = ما دفعه الزبون، ناقص العمولة وضريبتها.
sell-money-commission = العمولة
sell-money-vat = ضريبة العمولة
sell-money-missing = بقي على الزبون { $amount }
sell-money-given-back = أُرجع منه { $amount }
sell-money-month-sum = مجموع الشهر
sell-money-kept = يبقى لكم { $kept } من { $total }، وعمولة السوق { $fee }.

## The money of the market
nav-admin-money = المال
admin-money-title = مال السوق
admin-money-empty = لا مال بعد
admin-money-empty-why = يظهر هنا عندما يُسلَّم أول طلب ويُدفع ثمنه.
admin-money-cash = نقود لم تصل إلى التعاونيات
admin-money-cash-why = الأقدم أولا. ما تجاوز سبعة أيام يستحق اتصالا هاتفيا.
admin-money-cash-none = كل النقود وصلت إلى التعاونيات.
admin-money-cooperative = التعاونية
admin-money-holder = عند من
admin-money-amount = المبلغ
admin-money-old = منه أكثر من 7 أيام
admin-money-parts = الطلبات
admin-money-since = منذ
admin-money-owing = تعاونيات عليها عمولة
admin-money-owing-why = العمولة مع ضريبتها. ما يُؤدّى يُخصم من الأقدم.
admin-money-owing-none = لا تعاونية عليها عمولة.
admin-money-kinds = الأرصدة حسب نوع الحساب
admin-money-kinds-why = ما يظهر تحت الصفر يجب أن يراه محاسب. للتحقق من كل شيء: tiwizi check money
admin-money-account = الحساب
admin-money-accounts = حسابات غير فارغة
account-available = مستحق للتعاونيات، جاهز للأداء
account-bank = بنك السوق
account-cash_carrier = نقود عند الموزعين
account-cash_cooperative = نقود عند التعاونيات، في أجل الإرجاع
account-cash_platform = نقود في مكتب السوق
account-clearing = مدفوع ولم يُسلَّم بعد
account-commission = عمولة السوق
account-commission_due = عمولة على التعاونيات
account-disputes = محجوز بسبب نزاع
account-own_sales = مبيعات مباشرة في أجل الإرجاع
account-paying_out = في الطريق إلى بنوك التعاونيات
account-pending = مستحق للتعاونيات، في أجل الإرجاع
account-provider = عند مزود الأداء بالبطاقة
account-provider_fee = مصاريف مزود الأداء
account-refund_payable = يجب إرجاعه إلى الزبناء
account-shipping = توصيل مدفوع في أجل الإرجاع
account-suspense = مال لا يُعرف صاحبه
account-vat = ضريبة على العمولة، للدولة
account-write_off = مال تُرك

## Rules of commission
commission-title = عمولة السوق
commission-why = تُثبَّت عند البيع: ما تغيّره اليوم لا يغيّر طلبا سابقا. القاعدة الأقرب هي التي تُطبَّق: المنتوج، ثم التعاونية، ثم الصنف، ثم السوق كله.
commission-in-force = القواعد الجارية والقادمة
commission-ended = قواعد انتهت
commission-none = لا قاعدة: السوق لا يأخذ شيئا من المبيعات.
commission-rate-percent = { $percent } من ثمن السلعة
commission-rate-fixed = { $amount } عن كل قطعة
commission-from = منذ { $from }
commission-from-until = من { $from } إلى { $until }
commission-never = لم تُطبَّق قط، كانت مقررة من { $from }
commission-vat-of = ضريبة { $percent }
commission-by = وضعها { $name }
commission-ended-by = أنهاها { $name }
commission-to-come = لم تبدأ بعد
commission-end = إنهاء القاعدة
commission-new = قاعدة جديدة
commission-scope = على ماذا تُطبَّق
commission-scope-hint = للصنف اختره أسفله. للتعاونية أو المنتوج، ألصق عنوان صفحته.
commission-scope-market = السوق كله
commission-scope-category = صنف
commission-scope-cooperative = تعاونية
commission-scope-product = منتوج
commission-category = الصنف
commission-category-hint = تشمل ما بداخله أيضا.
commission-category-missing = اختر صنفا من القائمة.
commission-address = عنوان صفحة التعاونية أو المنتوج
commission-address-hint = انسخه من المتصفح.
commission-address-missing = لم نجد صفحة بهذا العنوان. انسخه من صفحة التعاونية أو المنتوج.
commission-how = كيف تُحسب
commission-how-percent = نسبة من الثمن
commission-how-fixed = مبلغ ثابت عن كل قطعة
commission-amount = النسبة أو المبلغ
commission-amount-hint = نسبة إلى غاية 50، أو مبلغ بالدرهم.
commission-vat = الضريبة على العمولة، بالمائة
commission-vat-hint = في المغرب 20 عادة. إذا لم تكن إدارة السوق خاضعة لها: 0.
commission-percent-wrong = اكتب نسبة من 0 إلى 50، مثل 5 أو 2,5.
commission-day = من يوم
commission-day-hint = فارغ أو اليوم: تبدأ الآن.
commission-from-wrong = اختر اليوم أو يوما قادما.
commission-save = إضافة القاعدة
commission-notice-opened = أُضيفت القاعدة.
commission-notice-ended = انتهت القاعدة.
admin-money-days = { $days ->
    [zero] اليوم
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يوما
   *[other] { $days } يوم
}
