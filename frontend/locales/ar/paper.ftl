## Printed papers: statements
paper-statement = كشف الحساب
paper-statement-of = كشف الحساب: { $month }
paper-pdf = كشف الحساب PDF
paper-xlsx = كشف الحساب Excel
paper-until = إلى غاية
paper-page = صفحة
paper-cooperative = التعاونية
paper-seat = المقر
paper-phone = الهاتف
paper-email = البريد الإلكتروني
paper-ice = ICE
paper-rib = RIB
paper-date = التاريخ
paper-what = العملية
paper-amount = المبلغ
paper-commission = العمولة
paper-vat = الضريبة
paper-kept = يبقى لكم
paper-change = في الحساب
paper-balance = الرصيد
paper-opening = الرصيد في البداية
paper-closing = الرصيد في النهاية
paper-sold-less-returns = المبيعات ناقص ما أُرجع
paper-moved = حركة الحساب
paper-sold = بعتم، مع التوصيل
paper-fee = العمولة والضريبة
paper-owed-to-you = لكم عند السوق
paper-you-owe = عليكم للسوق
paper-even = لا شيء لكم ولا عليكم
paper-with-carriers = نقود كانت ما زالت عند الموزعين في ذلك اليوم: { $amount }.
paper-with-market = نقود كانت عند إدارة السوق في ذلك اليوم: { $amount }.
paper-balance-why = الرصيد: ما قبضته إدارة السوق لكم ولم تحوّله بعد، ناقص العمولة التي عليكم. ما يدفعه لكم الزبون مباشرة لا يمر من هذا الحساب: تُسجَّل فيه العمولة وحدها.
paper-currency = جميع المبالغ بالدرهم (MAD).
paper-none = لم يقع شيء في الحساب هذا الشهر.
paper-office = كشوف الحساب

## What happened on a cooperative's account
movement-sold = بيع تسلّمه الزبون
movement-given_back = مال أُرجع إلى الزبون
movement-kept_after_all = إرجاع أُلغي
movement-cancelled = طلب أُلغي وأُرجع ثمنه
movement-handed_over = نقود سُلّمت
movement-paid_out = تحويل إلى بنككم
movement-came_back = تحويل رجع من بنككم
movement-fee_paid = عمولة أُدّيت
movement-fee_kept = عمولة اقتُطعت
movement-fee_waived = عمولة أُسقطت
movement-other = حركة أخرى

## Printed papers: payouts and invoices
slip-pdf = بصيغة PDF
slip-xlsx = لبرنامج Excel
slip-payout = إشعار بتحويل
slip-amount = مبلغ التحويل
slip-paid-on = أُدّي يوم
slip-returned-on = رجع يوم
slip-invoice = فاتورة
slip-due = تؤدى قبل
slip-net = العمولة دون ضريبة
slip-rate = النسبة
slip-with-vat = مع الضريبة
slip-pay = تؤدى بتحويل بنكي إلى الحساب { $rib } مع المرجع { $reference }.
slip-elsewhere = لا تسع هذه الوثيقة السطور كلها وعددها { $count }: ملف Excel والصفحة يبيّنانها واحدا واحدا.
paper-tax-number = التعريف الضريبي (IF)
paper-licence-number = الضريبة المهنية
paper-trade-number = السجل التجاري (RC)

error-paper-too_long = في هذا الشهر عمليات كثيرة لا تسعها وثيقة واحدة: 2000 سطر على الأكثر في PDF و20000 في Excel. خذوا ملف Excel أو اقرؤوا الشهر صفحة بعد صفحة.
error-paper-busy = وثائق أخرى قيد التحضير. أعيدوا المحاولة بعد ثوان.
error-paper-press = تعذّر تحضير الوثيقة.
error-paper-sheet = تعذّر تحضير الملف.

## What reaches the cooperative of each 100 dirhams
share-cooperative = من كل 100 درهم من ثمن المنتوجات يصل إلى التعاونية { $amount }
share-market = لإدارة السوق { $amount }.
share-market-vat = لإدارة السوق { $amount }، منها { $vat } ضريبة.
share-all = السوق لا يأخذ شيئا.
share-why = التوصيل خارج هذا الحساب، فهو كله للتعاونية التي ترسل بنفسها. وإذا كانت على منتوجاتها ضريبة فهي تؤديها من نصيبها.
