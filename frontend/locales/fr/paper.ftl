## Printed papers: statements
paper-statement = Relevé de compte
paper-statement-of = Relevé de compte : { $month }
paper-pdf = Relevé en PDF
paper-xlsx = Relevé pour Excel
paper-until = Arrêté au
paper-page = Page
paper-cooperative = Coopérative
paper-seat = Siège
paper-phone = Téléphone
paper-email = E-mail
paper-ice = ICE
paper-rib = RIB
paper-date = Date
paper-what = Opération
paper-amount = Montant
paper-commission = Commission
paper-vat = TVA
paper-kept = Vous gardez
paper-change = Sur le compte
paper-balance = Solde
paper-opening = Solde au début
paper-closing = Solde à la fin
paper-sold-less-returns = Ventes moins remboursements
paper-moved = Mouvement du compte
paper-sold = Vendu, livraison comprise
paper-fee = Commission et TVA
paper-owed-to-you = Le marché vous doit
paper-you-owe = Vous devez au marché
paper-even = Personne ne doit rien
paper-with-carriers = Espèces encore chez les transporteurs ce jour-là : { $amount }.
paper-with-market = Espèces au bureau du marché ce jour-là : { $amount }.
paper-balance-why = Solde : ce que le marché a encaissé pour vous et ne vous a pas encore versé, moins la commission que vous lui devez. Ce qu’un client vous paie directement n’y passe pas : seule la commission s’inscrit au compte.
paper-currency = Tous les montants sont en dirhams (MAD).
paper-none = Rien ne s’est passé sur le compte ce mois-là.
paper-office = Relevés de compte

## What happened on a cooperative's account
movement-sold = Vente livrée
movement-given_back = Remboursement au client
movement-kept_after_all = Remboursement annulé
movement-cancelled = Annulée, rendue au client
movement-handed_over = Espèces remises
movement-paid_out = Virement à votre banque
movement-came_back = Virement revenu de votre banque
movement-fee_paid = Commission réglée
movement-fee_kept = Commission retenue
movement-fee_waived = Commission abandonnée
movement-other = Autre mouvement

## Printed papers: payouts and invoices
slip-pdf = En PDF
slip-xlsx = Pour Excel
slip-payout = Avis de versement
slip-amount = Montant du virement
slip-paid-on = Payé le
slip-returned-on = Revenu le
slip-invoice = Facture
slip-due = À régler avant le
slip-net = Commission hors taxe
slip-rate = Taux
slip-with-vat = TVA comprise
slip-pay = À régler par virement sur le compte { $rib }, avec la référence { $reference }.
slip-elsewhere = Les { $count } lignes ne tiennent pas sur ce document : le fichier Excel et la page les montrent une à une.
paper-tax-number = Identifiant fiscal (IF)
paper-licence-number = Taxe professionnelle
paper-trade-number = Registre du commerce (RC)

error-paper-too_long = Ce mois a trop d’opérations pour un seul document : 2 000 lignes au plus en PDF, 20 000 pour Excel. Prenez le fichier Excel, ou lisez le mois page par page.
error-paper-busy = Plusieurs documents sont en préparation. Réessayez dans quelques secondes.
error-paper-press = Le document n’a pas pu être préparé.
error-paper-sheet = Le fichier n’a pas pu être préparé.

## What reaches the cooperative of each 100 dirhams
share-cooperative = Sur 100 DH de produits, { $amount } vont à la coopérative
share-market = { $amount } vont au marché.
share-market-vat = { $amount } vont au marché, dont { $vat } de TVA.
share-all = Le marché ne prend rien.
share-why = La livraison n’est pas comptée : elle revient entière à la coopérative, qui expédie elle-même. Si ses produits sont soumis à la TVA, elle la paie sur sa part.
