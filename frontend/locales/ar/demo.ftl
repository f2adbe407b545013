# صفحة العرض التجريبي.
demo-title = العرض التجريبي
demo-intro = كل ما هنا خيالي. اختاروا دورا: رمز الدخول يُرسل في رسالة قصيرة، ويصل إلى هذه الصفحة بدل الهاتف.
demo-refresh = تحديث
demo-roles = بأي صفة تريدون الدخول؟
demo-buyer = مشترٍ أو مشترية
demo-buyer-how = لا حاجة إلى حساب: املؤوا السلة واطلبوا.
demo-buyer-go = شاهدوا المنتوجات
demo-administrator = مكتب السوق
demo-factor = الرمز الثاني:
demo-factor-left = { $seconds ->
    [zero] ينتهي الآن
    [one] لثانية واحدة أخرى
    [two] لثانيتين أخريين
    [few] لمدة { $seconds } ثوان أخرى
    [many] لمدة { $seconds } ثانية أخرى
   *[other] لمدة { $seconds } ثانية أخرى
}
demo-seller = تعاونية
demo-sign-in = أرسلوا لي الرمز
demo-not-loaded = السوق التجريبي غير محمّل في قاعدة البيانات هذه.
demo-messages = الرسائل المرسلة
demo-no-messages = لا رسائل بعد.
demo-sms = رسالة قصيرة
demo-email = بريد إلكتروني

demo-pay-title = صفحة دفع للتجربة
demo-pay-not-real = هذا ليس بنكا. لا بطاقة ولا مال: اختر ما يقع.
demo-pay-refused = رُفضت البطاقة. جرب شيئا آخر.
demo-pay-over = صفحة الدفع هذه مغلقة.
demo-pay-back = ارجع إلى الطلب
demo-pay-pay = ادفع
demo-pay-refuse = بطاقة مرفوضة
demo-pay-slow = ادفع، والجواب بعد دقيقتين
demo-pay-twice = ادفع، ويُعلَن مرتين
demo-pay-late = ادفع، ويُعلَن بعد عشر دقائق
demo-pay-out_of_order = ادفع، ويُعلَن بلا ترتيب
demo-pay-never = ادفع، ولا يُعلَن أبدا
demo-pay-leave = اخرج بلا دفع
