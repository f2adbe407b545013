# Ce que les gens reçoivent par courriel et par SMS. Chaque avis a un objet, un texte et un SMS.

notice-open = Ouvrir la page
notice-line = { $name } : { $value }
notice-fact-number = Numéro de commande
notice-fact-total = À payer à la livraison
notice-fact-delivery = Livraison par { $cooperative }
notice-fact-carrier = Transporteur
notice-fact-tracking = Numéro de suivi
notice-fact-answer-by = Répondez avant le
notice-seller = Vendu par { $name }, coopérative, { $seat }. Registre de { $place }, numéro { $number }. Téléphone { $phone }.

notice-code-subject = { $code } est votre code { $market }
notice-code-text = Votre code est { $code }. Il est valable 10 minutes. Ne le donnez à personne : nous ne le demandons jamais.
notice-code-sms = { $code } est votre code { $market }. Valable 10 minutes. Ne le donnez à personne.

notice-verified-subject = { $cooperative } peut vendre sur { $market }
notice-verified-text = Votre coopérative est vérifiée. Vous pouvez ajouter vos produits : une photo, un nom, un prix, et vous nous les envoyez.
notice-verified-sms = { $market } : { $cooperative } est vérifiée. Ajoutez vos produits : { $url }

notice-refused-subject = Votre demande auprès de { $market }
notice-refused-text = Nous n’avons pas pu accepter la demande de { $cooperative }. La raison : { $reason }
notice-refused-sms = { $market } : la demande de { $cooperative } n’est pas acceptée. Raison : { $reason }

notice-suspended-subject = { $cooperative } est suspendue
notice-suspended-text = Vos produits ne sont plus visibles. La raison : { $reason }
notice-suspended-sms = { $market } : { $cooperative } est suspendue. Raison : { $reason }

notice-approved-subject = { $product } est en vente
notice-approved-text = Votre produit « { $product } » est approuvé. Les clients peuvent l’acheter.
notice-approved-sms = { $market } : « { $product } » est en vente. { $url }

notice-changes-subject = { $product } : un point à corriger
notice-changes-text = Votre produit « { $product } » est presque prêt. Corrigez ce qui est écrit ci-dessous et renvoyez-le. { $note }
notice-changes-sms = { $market } : un point à corriger pour « { $product } » : { $url }

notice-rejected-subject = { $product } n’est pas accepté
notice-rejected-text = Votre produit « { $product } » n’est pas accepté. { $note }
notice-rejected-sms = { $market } : « { $product } » n’est pas accepté. { $url }

notice-product-suspended-subject = Un produit est retiré de la vente
notice-product-suspended-text = L’administration a retiré un de vos produits de la vente. La raison : { $reason }
notice-product-suspended-sms = { $market } : un produit est retiré de la vente. La raison : { $reason } { $url }

notice-placed-subject = Votre commande { $number }
notice-placed-text = Merci. Chaque coopérative va confirmer sa part. Vous payez { $total } en espèces à la réception. Gardez ce message : son lien est la clé de votre commande.
notice-placed-sms = { $market } : commande { $number } reçue, { $total } à payer à la livraison. { $url }

notice-new-order-subject = Nouvelle commande { $number }
notice-new-order-text = Vous avez une nouvelle commande pour { $town } : { $total }. Acceptez-la dans les deux jours, sinon elle sera annulée.
notice-new-order-sms = { $market } : nouvelle commande { $number }, { $town }, { $total }. Acceptez-la : { $url }

notice-reminder-subject = La commande { $number } vous attend
notice-reminder-text = Un client attend votre réponse. Sans elle, la commande sera annulée.
notice-reminder-sms = { $market } : la commande { $number } attend votre réponse. { $url }

notice-seller-cancelled-subject = La commande { $number } est annulée
notice-seller-cancelled-text = La commande { $number } est annulée. Ne l’envoyez pas ; votre stock est rétabli.
notice-seller-cancelled-sms = { $market } : commande { $number } annulée. Ne l’envoyez pas. { $url }
notice-seller-transfer-reminder-subject = Commande { $number } : le virement est-il arrivé ?
notice-seller-transfer-reminder-text = Vérifiez votre compte. Si le virement de la commande { $number } est arrivé, confirmez-le sur la page de la commande. Sinon, elle s’annule d’elle-même à l’heure indiquée ci-dessous.
notice-seller-transfer-reminder-sms = { $market } : le virement de { $number } est-il arrivé ? Confirmez-le, sinon la commande s’annule d’elle-même. { $url }
notice-seller-overdue-subject = La commande { $number } est annulée : le virement n’est pas venu
notice-seller-overdue-text = Le virement de la commande { $number } n’a pas été confirmé à temps : elle est annulée. Ne l’envoyez pas ; votre stock est rétabli. Si l’argent arrive encore, renvoyez-le ou appelez le client.
notice-seller-overdue-sms = { $market } : commande { $number } annulée, aucun virement confirmé. Ne l’envoyez pas. { $url }

notice-step-accepted-subject = { $cooperative } a accepté votre commande
notice-step-accepted-text = { $cooperative } a accepté sa part de la commande { $number } et la prépare.
notice-step-accepted-sms = { $market } : { $cooperative } a accepté la commande { $number }. { $url }
notice-step-packed-subject = Votre commande { $number } est emballée
notice-step-packed-text = { $cooperative } a emballé sa part de la commande { $number }.
notice-step-packed-sms = { $market } : { $cooperative } a emballé la commande { $number }. { $url }
notice-step-shipped-subject = Votre commande { $number } est en route
notice-step-shipped-text = { $cooperative } a envoyé sa part de la commande { $number }. Préparez { $total } en espèces.
notice-step-shipped-sms = { $market } : la commande { $number } de { $cooperative } est en route. { $total } en espèces. { $url }
notice-step-delivered-subject = Votre commande { $number } est livrée
notice-step-delivered-text = La part de { $cooperative } est livrée. Vous avez 7 jours pour changer d’avis, sauf pour ce qui se périme ou a été fait pour vous.
notice-step-delivered-sms = { $market } : la commande { $number } de { $cooperative } est livrée. { $url }
notice-step-refused-subject = La commande { $number } n’a pas été prise
notice-step-refused-text = Le colis de { $cooperative } n’a pas été pris et repart. Vous ne payez rien.
notice-step-refused-sms = { $market } : le colis de { $cooperative } ({ $number }) n’a pas été pris et repart.
notice-step-lost-subject = Un colis de la commande { $number } est perdu
notice-step-lost-text = Le transporteur a perdu le colis de { $cooperative }. Vous ne payez rien. Nous en sommes désolés.
notice-step-lost-sms = { $market } : le colis de { $cooperative } ({ $number }) est perdu. Vous ne payez rien.
notice-step-cancelled-subject = Une partie de la commande { $number } est annulée
notice-step-cancelled-text = La part de { $cooperative } est annulée. Vous ne la payez pas. { $reason }
notice-step-cancelled-sms = { $market } : la part de { $cooperative } dans la commande { $number } est annulée. { $url }
notice-step-accepted-transfer-subject = { $cooperative } a accepté votre commande : faites votre virement
notice-step-accepted-transfer-text = { $cooperative } a accepté sa part de la commande { $number } et attend votre virement de { $total } sur le compte ci-dessous. Recopiez la référence et le montant exact. Si l’argent ne vient pas à temps, cette part est annulée.
notice-step-accepted-transfer-sms = { $market } : { $cooperative } a accepté la commande { $number } et attend votre virement. Compte et délai : { $url }
notice-transfer-reminder-subject = Commande { $number } : { $cooperative } attend votre virement
notice-transfer-reminder-text = { $cooperative } n’a pas encore reçu { $total } pour la commande { $number }. Elle garde vos produits jusqu’au { $when } ; ensuite, sa part est annulée. Si vous avez déjà payé, appelez la coopérative : c’est à elle de confirmer votre virement.
notice-transfer-reminder-sms = { $market } : { $cooperative } attend votre virement ({ $number }) jusqu’au { $when }. Déjà payé ? Appelez-la. { $url }
notice-step-overdue-subject = Une partie de la commande { $number } est annulée : le virement n’est pas venu
notice-step-overdue-text = { $cooperative } n’a pas reçu votre virement à temps : sa part de la commande { $number } est annulée. Ne la payez plus. Si vous l’avez payée, appelez la coopérative : elle vous doit cet argent.
notice-step-overdue-sms = { $market } : sans virement, la part de { $cooperative } dans la commande { $number } est annulée. Ne la payez plus. { $url }

notice-replaced-subject = Ce contact n’est plus celui de votre compte
notice-replaced-text = Un compte sur { $market } utilisait ce téléphone ou cette adresse ; il en utilise un autre à partir de maintenant. Si ce n’est pas vous, appelez-nous : { $phone }
notice-replaced-sms = { $market } : ce numéro n’est plus celui de votre compte. Ce n’est pas vous ? Appelez le { $phone }
notice-replaced-cooperative-subject = Le contact de { $cooperative } a changé
notice-replaced-cooperative-text = { $cooperative } utilisait ce téléphone ou cette adresse sur { $market } ; elle en utilise un autre à partir de maintenant. Si ce n’est pas normal, appelez-nous : { $phone }
notice-replaced-cooperative-sms = { $market } : ce numéro n’est plus celui de { $cooperative }. Une erreur ? Appelez le { $phone }

notice-paid-subject = Votre commande { $number } est payée
notice-paid-text = Merci. Vous avez payé { $total } par carte. Chaque coopérative va confirmer sa part ; si l’une ne peut pas livrer, son prix vous est rendu. Gardez ce message : son lien est la clé de votre commande.
notice-paid-sms = { $market } : commande { $number } payée, { $total }. { $url }
notice-lapsed-subject = La commande { $number } n’a pas été payée
notice-lapsed-text = Le paiement de { $total } n’est pas arrivé à temps. La commande { $number } est annulée et rien n’a été pris. Vous pouvez commander de nouveau.
notice-lapsed-sms = { $market } : commande { $number } annulée, faute de paiement. Rien n’a été pris. { $url }
notice-too-late-subject = Votre paiement pour { $number } vous est rendu
notice-too-late-text = Votre paiement de { $total } est arrivé trop tard : les produits de la commande { $number } ne sont plus disponibles. La somme entière revient sur votre carte, en quelques jours. Nous en sommes désolés.
notice-too-late-sms = { $market } : payé trop tard, { $number } reste annulée. { $total } reviennent sur votre carte. { $url }
notice-step-shipped-paid-subject = Votre commande { $number } est en route
notice-step-shipped-paid-text = { $cooperative } a envoyé sa part de la commande { $number }. Elle est déjà payée : ne donnez rien au livreur.
notice-step-shipped-paid-sms = { $market } : la commande { $number } de { $cooperative } est en route. Déjà payée. { $url }
notice-step-refunded-subject = Une partie de la commande { $number } vous est rendue
notice-step-refunded-text = La part de { $cooperative } ne sera pas livrée. Les { $total } payés pour elle reviennent sur votre carte, en quelques jours. { $reason }
notice-step-refunded-sms = { $market } : la part de { $cooperative } ({ $number }) n’est pas livrée. { $total } reviennent sur votre carte. { $url }

notice-fact-withdraw = Vous pouvez le retourner jusqu’au
notice-lapsed-odd-subject = Au sujet du paiement de { $number }
notice-lapsed-odd-text = La commande { $number } est annulée : ce que votre banque nous a dit ne correspond pas à son prix. Si un montant a été pris sur votre carte, il vous revient ; nous vérifions et nous vous appellerons.
notice-lapsed-odd-sms = { $market } : commande { $number } annulée. Si un montant a été pris sur votre carte, il vous revient ; nous vérifions. { $url }

## Goods that come back
notice-return-requested-subject = Votre retour, commande { $number }
notice-return-requested-text = Nous avons dit à { $cooperative } que vous retournez quelque chose. Elle répond dans les quatre jours ; sans réponse, le retour est accepté. Gardez les produits jusque-là.
notice-return-requested-sms = { $market } : votre retour ({ $number }) est transmis à { $cooperative }. Réponse sous 4 jours. { $url }
notice-return-accepted-subject = { $cooperative } accepte votre retour
notice-return-accepted-text = Vous pouvez renvoyer les produits de la commande { $number } à { $cooperative } ; son adresse est ci-dessous. Le renvoi est à vos frais. Appelez avant d’envoyer : { $phone }
notice-return-accepted-sms = { $market } : renvoyez les produits de { $number } à { $cooperative }. Appelez d’abord : { $phone }
notice-return-refused-subject = { $cooperative } refuse votre retour
notice-return-refused-text = { $cooperative } refuse le retour de la commande { $number }. Ses mots : { $reason } Si ce n’est pas juste, appelez-nous.
notice-return-refused-sms = { $market } : { $cooperative } refuse le retour ({ $number }). Lisez pourquoi : { $url }
notice-return-received-subject = Votre retour est arrivé
notice-return-received-text = { $cooperative } a reçu les produits de la commande { $number }. Le remboursement est décidé dans la semaine.
notice-return-received-sms = { $market } : { $cooperative } a reçu votre retour ({ $number }). { $url }
notice-return-refunded-subject = { $total } vous reviennent
notice-return-refunded-text = Pour votre retour de la commande { $number }, { $total } vous sont rendus. { $reason }
notice-return-refunded-sms = { $market } : { $total } vous sont rendus pour votre retour ({ $number }). { $url }
notice-return-nothing-subject = Votre retour de { $number } est terminé
notice-return-nothing-text = { $cooperative } a reçu les produits de la commande { $number }. Il ne reste rien à vous rendre : tout ce qui avait été payé vous a déjà été rendu. { $reason }
notice-return-nothing-sms = { $market } : retour { $number } terminé. Il ne reste rien à rendre de ce qui avait été payé. { $url }
notice-fact-send-by = À envoyer pour qu’il arrive avant le
notice-return-not_received-subject = Votre retour de la commande { $number } n’est pas arrivé
notice-return-not_received-text = { $cooperative } n’a pas reçu les produits de la commande { $number } que vous vouliez renvoyer. Si vous les avez envoyés, appelez { $cooperative } : { $phone }. Gardez le reçu du colis sous la main. Sinon, envoyez-les maintenant, ou dites sur la page de la commande que vous les gardez. Sans cela, le marché mettra fin au retour, sans remboursement.
notice-return-not_received-sms = { $market } : votre retour ({ $number }) n’est pas arrivé. Envoyé ? Appelez { $cooperative } : { $phone }. Sinon : { $url }
notice-return-reopened-subject = Votre retour de la commande { $number } est de nouveau attendu
notice-return-reopened-text = Le marché laisse encore du temps à votre retour de la commande { $number }. Envoyez les produits à { $cooperative } ; son adresse est ci-dessous.
notice-return-reopened-sms = { $market } : votre retour ({ $number }) est de nouveau attendu. Envoyez-le à { $cooperative } : { $url }
notice-return-ended-subject = Votre retour de la commande { $number } est terminé
notice-return-ended-text = Les produits de la commande { $number } ne sont jamais arrivés chez { $cooperative } : le marché a mis fin à votre retour. Rien n’est remboursé. Ses mots : { $reason } Si ce n’est pas juste, appelez-nous.
notice-return-ended-sms = { $market } : votre retour ({ $number }) est terminé, les produits ne sont pas arrivés. Lisez pourquoi : { $url }
notice-seller-return-requested-subject = Un client retourne des produits de { $number }
notice-seller-return-requested-text = Un client se rétracte pour { $goods } de la commande { $number }. C’est son droit. Répondez dans les quatre jours ; sans réponse, le retour est accepté.
notice-seller-return-requested-sms = { $market } : retour sur la commande { $number }, { $goods }. Répondez : { $url }
notice-seller-return-reminder-subject = Un retour de { $number } vous attend
notice-seller-return-reminder-text = Un client attend votre réponse sur un retour. Dans deux jours, il sera accepté.
notice-seller-return-reminder-sms = { $market } : le retour de { $number } attend votre réponse. { $url }
notice-seller-return-withdrawn-subject = Le client garde les produits de { $number }
notice-seller-return-withdrawn-text = Le client a renoncé au retour de la commande { $number }. Vous n’avez rien à faire.
notice-seller-return-withdrawn-sms = { $market } : le retour de { $number } est abandonné. Rien à faire.
notice-seller-return-accepted-subject = Le retour de { $number } est accepté d’office
notice-seller-return-accepted-text = Personne n’a répondu pendant quatre jours : le retour de la commande { $number } est accepté. Le client vous renvoie les produits.
notice-seller-return-accepted-sms = { $market } : le retour de { $number } est accepté d’office. { $url }
notice-seller-return-refunded-subject = Le retour de { $number } est remboursé
notice-seller-return-refunded-text = Rien n’a été décidé dans la semaine qui a suivi l’arrivée des produits : { $total } sont rendus au client.
notice-seller-return-refunded-sms = { $market } : retour de { $number } : { $total } sont rendus au client. { $url }
notice-seller-return-nothing-subject = Le retour de { $number } est terminé
notice-seller-return-nothing-text = Rien n’a été décidé dans la semaine qui a suivi l’arrivée des produits. Il ne reste rien à rendre au client : il avait payé moins que le prix.
notice-seller-return-nothing-sms = { $market } : retour de { $number } terminé, rien à rendre au client. { $url }
notice-seller-return-not_received-subject = Le retour de { $number } n’est pas arrivé
notice-seller-return-not_received-text = Vous avez accepté un retour de la commande { $number } et n’avez pas dit que les produits sont là. S’ils y sont, appuyez sur la page du retour. Nous avons demandé au client ; le marché y met fin ou laisse encore du temps.
notice-seller-return-not_received-sms = { $market } : les produits du retour { $number } ne sont pas venus ? S’ils sont là, dites-le : { $url }
notice-seller-return-reopened-subject = Le retour de { $number } est de nouveau attendu
notice-seller-return-reopened-text = Le marché laisse encore du temps au retour de la commande { $number }. Appuyez sur sa page quand les produits sont là.
notice-seller-return-reopened-sms = { $market } : le retour de { $number } est de nouveau attendu. { $url }
notice-seller-return-ended-subject = Le retour de { $number } est terminé
notice-seller-return-ended-text = Les produits du retour de la commande { $number } ne sont jamais venus : le marché y a mis fin. Vous ne remboursez rien. Ses mots : { $reason }
notice-seller-return-ended-sms = { $market } : le retour de { $number } est terminé. Vous ne remboursez rien. { $url }

## Money that goes back by hand
notice-refund-choose-subject = Comment voulez-vous vos { $amount } ?
notice-refund-choose-text = Nous vous devons { $amount } pour la commande { $number }. Dites sur la page de la commande comment vous les voulez : sur votre compte, ou en espèces.
notice-refund-choose-sms = { $market } : nous vous devons { $amount } ({ $number }). Dites comment : { $url }
notice-refund-sent-subject = { $amount } sont en route
notice-refund-sent-text = Nous avons viré { $amount } pour la commande { $number } sur votre compte qui finit par { $tail }.
notice-refund-sent-sms = { $market } : { $amount } ({ $number }) sont en route vers votre compte …{ $tail }.
notice-refund-done-subject = { $amount } vous ont été rendus
notice-refund-done-text = { $amount } vous ont été rendus pour la commande { $number }. Si vous ne les avez pas, appelez-nous.
notice-refund-done-sms = { $market } : { $amount } ({ $number }) vous ont été rendus. { $url }
notice-refund-failed-subject = { $amount } ne vous sont pas parvenus
notice-refund-failed-text = Nous voulions vous rendre { $amount } pour la commande { $number }, et votre banque ne les a pas pris. Nous vous les devons toujours : donnez-nous votre compte sur la page de la commande, ou prenez des espèces.
notice-refund-failed-sms = { $market } : { $amount } ({ $number }) ne vous sont pas parvenus. Donnez-nous votre compte : { $url }
notice-refund-late-subject = { $amount } vous sont parvenus finalement
notice-refund-late-text = Nous vous avions écrit que { $amount } pour la commande { $number } ne vous étaient pas parvenus. Ils ont finalement été versés : regardez votre compte, et celui de la carte avec laquelle vous aviez payé. Vous n’avez plus rien à faire.
notice-refund-late-sms = { $market } : { $amount } ({ $number }) vous arrivent finalement. Vous n’avez plus rien à faire. { $url }
notice-office-twice-subject = Un remboursement fait deux fois : commande { $number }
notice-office-twice-text = Un remboursement de la commande { $number } qui avait échoué a finalement été fait, alors que l’acheteur était payé autrement. Quelqu’un doit regarder.
notice-office-twice-sms = { $market } : remboursement de la commande { $number } fait deux fois. { $url }
notice-office-dispute-subject = Litige sur la commande { $number }
notice-office-dispute-text = La banque d’un acheteur conteste le paiement de la commande { $number }. Le prestataire retient le montant. Répondez dans ses pages avant la date limite.
notice-office-dispute-sms = { $market } : litige sur la commande { $number }. { $url }
notice-office-dispute-lost-subject = Litige perdu : commande { $number }
notice-office-dispute-lost-text = Le litige sur la commande { $number } est perdu. Le montant est pris sur les soldes des coopératives, pour ce qui a été livré.
notice-office-dispute-lost-sms = { $market } : litige perdu, commande { $number }. { $url }
notice-office-refund-subject = Un remboursement à faire : commande { $number }
notice-office-refund-text = Un remboursement de la commande { $number } ne peut pas partir tout seul. Quelqu’un doit le faire.
notice-office-refund-sms = { $market } : un remboursement de la commande { $number } attend quelqu’un. { $url }
notice-office-odd-subject = Un paiement qui ne correspond pas : commande { $number }
notice-office-odd-text = Le prestataire parle d’un autre paiement que celui convenu pour la commande { $number }. Ce qu’il tient est mis de côté jusqu’à ce que quelqu’un ait regardé.
notice-office-odd-sms = { $market } : un paiement de la commande { $number } ne correspond pas. { $url }
notice-office-goods-subject = Des produits ne sont pas revenus : commande { $number }
notice-office-goods-text = Un acheteur devait rendre des produits de la commande { $number } ; ils ne sont pas arrivés à temps. Cherchez où est le colis, puis attendez-le encore ou terminez le retour.
notice-office-goods-sms = { $market } : des produits de la commande { $number } ne sont pas revenus. { $url }
notice-office-payout-subject = Pas de nouvelles du versement { $reference }
notice-office-payout-text = Le versement { $reference } de { $amount } a été remis à la banque, et on n’en a pas de nouvelles depuis. Regardez le compte, puis dites sur sa page ce que la banque a fait. D’ici là, rien n’en est payé une seconde fois.
notice-office-payout-sms = { $market } : pas de nouvelles du versement { $reference } de { $amount }. { $url }
notice-office-books-subject = Les livres ne concordent pas
notice-office-books-text =
    { $count ->
        [one] Le rapprochement du { $when } a trouvé un écart entre nos livres et ceux des prestataires, des transporteurs et de la banque.
       *[other] Le rapprochement du { $when } a trouvé { $count } écarts entre nos livres et ceux des prestataires, des transporteurs et de la banque.
    } La liste est sur la page de la banque.
notice-office-books-sms = { $market } : les livres ne concordent pas. Écarts : { $count }. { $url }

notice-fact-sum = Total
notice-fact-holder = Titulaire du compte
notice-fact-rib = RIB
notice-fact-amount = Montant
notice-fact-reference = Référence à écrire sur le virement
notice-fact-until = Avant le
notice-transfer-subject = Votre commande { $number } : comment faire le virement
notice-transfer-text = Merci. Il reste à envoyer { $total } par virement sur le compte ci-dessous. Recopiez la référence et le montant exact : c’est ainsi que l’argent trouve votre commande. Gardez ce message : son lien est la clé de votre commande.
notice-transfer-sms = { $market } : commande { $number }, { $total } à envoyer par virement. RIB et référence : { $url }
notice-paid-transfer-subject = Virement reçu pour la commande { $number }
notice-paid-transfer-text = Merci. Votre virement de { $total } est arrivé. Chaque coopérative va confirmer sa part ; si l’une ne peut pas livrer, son prix vous est rendu. Gardez ce message : son lien est la clé de votre commande.
notice-paid-transfer-sms = { $market } : virement reçu pour la commande { $number }, { $total }. { $url }
notice-step-refunded-transfer-subject = Une partie de la commande { $number } vous est rendue
notice-step-refunded-transfer-text = La part de { $cooperative } ne sera pas livrée. Les { $total } payés pour elle vous sont rendus : dites-nous comment sur la page de votre commande. { $reason }
notice-step-refunded-transfer-sms = { $market } : la part de { $cooperative } ({ $number }) n’est pas livrée. { $total } vous sont rendus : dites-nous comment. { $url }
notice-payout-sent-subject = { $amount } sont en route vers votre banque
notice-payout-sent-text = Le marché vous verse { $amount } sur votre compte bancaire qui finit par { $account }. Comptez un à trois jours ouvrés. Sur votre relevé : { $reference }. La page montre chaque commande.
notice-payout-sent-sms = { $market } : { $amount } en route vers votre compte …{ $account }, référence { $reference }. { $url }
notice-payout-failed-subject = Un versement n’est pas arrivé
notice-payout-failed-text = Votre banque n’a pas pris le versement de { $amount } sur le compte qui finit par { $account }. Rien n’est perdu : l’argent reste à vous et part avec le prochain versement. Vérifiez votre RIB sur la page de votre coopérative.
notice-payout-failed-sms = { $market } : { $amount } ne sont pas arrivés sur …{ $account }. L’argent reste à vous. Vérifiez votre RIB : { $url }
notice-payout-returned-subject = Un versement est revenu
notice-payout-returned-text = Votre banque nous a renvoyé le versement de { $amount } sur le compte qui finit par { $account }. Rien n’est perdu : l’argent reste à vous et part avec le prochain versement. Vérifiez votre RIB sur la page de votre coopérative.
notice-payout-returned-sms = { $market } : la banque nous a renvoyé { $amount } du compte …{ $account }. L’argent reste à vous. Vérifiez votre RIB : { $url }
notice-invoice-subject = Facture { $number } : { $open } à régler
notice-invoice-text = Voici la facture de la commission du marché : { $total }, TVA comprise. Il reste { $open } à régler par virement avant le { $due }. Indiquez la référence { $reference }, sinon nous ne saurons pas que c’est vous.
notice-invoice-sms = { $market } : facture { $number }, { $open } à virer avant le { $due }, référence { $reference }. { $url }
notice-invoice-settled-subject = Facture { $number }, déjà réglée
notice-invoice-settled-text = Voici la facture de la commission du marché : { $total }, TVA comprise. Vous n’avez rien à payer : elle est retenue sur ce que le marché vous devait.
notice-invoice-settled-sms = { $market } : facture { $number } de { $total }, déjà réglée. Rien à payer. { $url }
notice-cash-code-subject = { $code } confirme votre commande
notice-cash-code-text = Le code { $code } confirme votre commande sur { $market }, payée en espèces à la livraison. Il est valable 10 minutes. Si vous n’avez rien commandé, ne le donnez à personne.
notice-cash-code-sms = { $code } confirme votre commande { $market }. Valable 10 minutes. Rien commandé ? Ne le donnez à personne.
notice-fact-delivery-code = Code de livraison pour le colis de { $cooperative }, à donner à qui vous le remet
notice-delivery-code-sms = Code de livraison : { $code }, à donner à qui vous remet le colis.

notice-cash-waiting-subject = { $amount } sont encore chez vos transporteurs
notice-cash-waiting-text = { $amount } de vos commandes sont chez les transporteurs depuis plus de { $days } jours. Appelez-les, et notez ce que vous recevez.
notice-cash-waiting-sms = { $market } : { $amount } chez les transporteurs depuis plus de { $days } jours. Appelez-les. { $url }
