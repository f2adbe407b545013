# La page de la démonstration.
demo-title = La démonstration
demo-intro = Ici, tout est fictif. Choisissez un rôle : le code de connexion part par SMS, et arrive sur cette page au lieu d’un téléphone.
demo-refresh = Actualiser
demo-roles = Qui voulez-vous être ?
demo-buyer = Acheteuse ou acheteur
demo-buyer-how = Aucun compte n’est nécessaire : remplissez un panier et commandez.
demo-buyer-go = Voir les produits
demo-administrator = Bureau du marché
demo-factor = Deuxième code :
demo-factor-left = { $seconds ->
    [one] encore { $seconds } seconde
   *[other] encore { $seconds } secondes
}
demo-seller = Une coopérative
demo-sign-in = Recevoir un code
demo-not-loaded = Le marché de démonstration n’est pas chargé dans cette base.
demo-messages = Messages envoyés
demo-no-messages = Aucun message pour l’instant.
demo-sms = SMS
demo-email = E-mail

demo-pay-title = Page de paiement de démonstration
demo-pay-not-real = Ceci n’est pas une banque. Aucune carte, aucun argent : choisissez ce qui arrive.
demo-pay-refused = La carte a été refusée. Essayez autrement.
demo-pay-over = Cette page de paiement est fermée.
demo-pay-back = Retour à la commande
demo-pay-pay = Payer
demo-pay-refuse = Carte refusée
demo-pay-slow = Payer, réponse dans deux minutes
demo-pay-twice = Payer, annoncé deux fois
demo-pay-late = Payer, annoncé dix minutes plus tard
demo-pay-out_of_order = Payer, annoncé dans le désordre
demo-pay-never = Payer, jamais annoncé
demo-pay-leave = Partir sans payer
