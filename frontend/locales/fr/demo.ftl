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
