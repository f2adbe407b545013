# Connexion, inscription, compte ; les coopératives vues par l’administration.

## Signing in
sign-in-title = Se connecter
sign-in-how = Donnez votre numéro de téléphone ou votre e-mail : nous y envoyons un code de six chiffres.
sign-in-contact = Téléphone ou e-mail
sign-in-contact-hint = Par exemple : 06 12 34 56 78
sign-in-send-code = Envoyez-moi un code
sign-in-use-password = J’ai un mot de passe
sign-in-use-code = Me connecter avec un code
sign-in-new = Votre coopérative n’est pas encore inscrite ?
sign-in-new-go = Inscrivez-la
sign-in-code-title = Écrivez le code
sign-in-password-title = Se connecter avec un mot de passe
sign-in-password = Mot de passe
sign-in-go = Se connecter

## The page that asks for six digits
code-sent-to = Nous avons envoyé un code de six chiffres à :
code-label = Les six chiffres
code-hint = Le code est valable dix minutes. Ne le donnez à personne.
code-enter = Continuer
code-not-there = Je n’ai pas reçu de code
code-not-there-why = Il peut mettre une minute. Vérifiez le numéro, ou le dossier des indésirables pour un e-mail.
code-again = Envoyer un nouveau code
code-start-over = Un autre numéro ou e-mail

## A fresh code before something sensitive
confirm-title = Confirmez que c’est bien vous
confirm-why = Ce que vous allez changer est important : l’argent, les personnes ou la connexion. Nous vous envoyons d’abord un code.
confirm-to = Le code ira à :
confirm-send = Envoyer le code
confirm-code-title = Écrivez le code

## Another telephone or e-mail
contact-title = Changer de téléphone ou d’e-mail
contact-how = Nous envoyons un code au nouveau numéro ou e-mail, pour vérifier qu’il est à vous.
contact-new = Nouveau numéro ou e-mail
contact-code-title = Écrivez le code

## Password
password-title = Mot de passe
password-optional = Le mot de passe est facultatif : un code suffit toujours.
password-rules = { $min } caractères au moins. Une courte phrase que vous seul connaissez vaut mieux qu’un mot compliqué.
password-new = Nouveau mot de passe
password-forget-why = Si vous n’en avez plus besoin, supprimez-le et connectez-vous par code.
password-forget = Supprimer le mot de passe

## One's own account
account-title = Mon compte
account-cooperatives = Mes coopératives
account-office = Administration du marché
account-open = Ouvrir
account-join = Inscrire une coopérative
account-me = Qui je suis
account-name = Nom
account-language = Langue des messages
account-sign-in = Comment je me connecte
account-phone = Téléphone
account-email = E-mail
account-none = Aucun
account-password = Mot de passe
account-password-set = Il y en a un
account-password-none = Aucun, connexion par code
account-change-contact = Changer de téléphone ou d’e-mail
account-change-password = Mot de passe
account-codes-left =
    { $count ->
        [one] Il reste { $count } code de secours.
       *[other] Il reste { $count } codes de secours.
    }
account-codes-renew = Dix nouveaux codes
account-devices = Appareils connectés
account-device-unknown = Appareil inconnu
account-device-this = Cet appareil
account-device-seen = Vu la dernière fois :
account-device-end = Déconnecter
account-devices-end-others = Déconnecter tous les autres
account-programs = Relier un programme
account-programs-why = Si vous avez un programme de stock ou de comptabilité, il peut travailler avec le marché.
account-programs-go = Les clés ({ $count })
account-role-owner = Responsable
account-role-member = Membre
account-state-applied = En attente de vérification
account-state-verified = Vérifiée
account-state-refused = Refusée
account-state-suspended = Suspendue
account-event-apply = Demande d’inscription
account-event-reapply = Nouvelle demande, corrigée
account-event-verify = Vérifiée
account-event-refuse = Refusée
account-event-suspend = Suspendue
account-event-reinstate = Réadmise
account-event-story = Histoire changée
account-event-contact = Coordonnées changées
account-event-rib = Compte bancaire changé
account-notice-signed-out = Vous êtes déconnecté.
account-notice-saved = C’est enregistré.
account-notice-contact = Le téléphone ou l’e-mail a changé.
account-notice-password = Mot de passe enregistré ; les autres appareils sont déconnectés.
account-notice-password-forgotten = Mot de passe supprimé. La connexion se fait par code.
account-notice-session-ended = L’appareil est déconnecté.
account-notice-cooperative = Les informations de la coopérative sont enregistrées.
account-limited =
    { $minutes ->
        [one] Trop d’essais. Réessayez dans { $minutes } minute.
       *[other] Trop d’essais. Réessayez dans { $minutes } minutes.
    }
account-short-password = Trop court : { $min } caractères au moins.

## Keys for programs
tokens-title = Clés pour les programmes
tokens-what = Avec une clé, un programme lit et change vos produits et commandes en votre nom.
tokens-docs = Comment cela marche
tokens-made = Voici la nouvelle clé :
tokens-made-once = Copiez-la maintenant : elle ne sera plus montrée.
tokens-last-used = utilisée le
tokens-revoke = Révoquer
tokens-new = Nouvelle clé
tokens-no-scope = Les clés sont pour les membres de coopératives.
tokens-name = Nom de la clé
tokens-name-hint = Par exemple : logiciel de stock
tokens-scope = Agit pour
tokens-scope-administrator = L’administration du marché
tokens-make = Créer la clé
tokens-notice-revoked = La clé est révoquée.

## The second factor of administrators
factor-title = Seconde vérification
factor-how = Ouvrez l’application de codes de votre téléphone et écrivez les six chiffres.
factor-code = Code de l’application ou code de secours
factor-code-hint = Téléphone perdu ? Écrivez un de vos dix codes de secours.
factor-set-up-title = Installer la seconde vérification
factor-set-up-why = Qui administre le marché a besoin d’un second code, donné par une application de son téléphone.
factor-set-up-sells = Les pages de votre coopérative s’ouvrent aussi après cette étape.
factor-set-up-1 = Installez une application de codes (Aegis, FreeOTP, Google Authenticator…).
factor-set-up-2 = Photographiez ce carré avec l’application :
factor-set-up-qr = Code QR à lire avec l’application
factor-set-up-link = Je suis sur le téléphone : ouvrir l’application
factor-set-up-type = Ou écrivez-y cette clé :
factor-set-up-3 = Écrivez ici les six chiffres qu’elle affiche.
factor-digits = Les six chiffres
factor-confirm = Activer
factor-codes-title = Vos codes de secours
factor-codes-why = Si vous perdez votre téléphone, chacun de ces codes ouvre une fois.
factor-codes-keep = Imprimez-les ou notez-les en lieu sûr : ils ne seront plus montrés.
factor-codes-kept = Je les ai gardés, continuer

## Invitations
invite-title = Invitation
invite-to-cooperative = Vous êtes invité à travailler dans l’espace de la coopérative :
invite-to-office = Vous êtes invité à administrer le marché.
invite-as = Vous acceptez en tant que :
invite-accept = Accepter
invite-sign-in-first = Connectez-vous d’abord avec votre téléphone ou e-mail, puis acceptez.
invite-sign-in = Se connecter
invite-spent = Cette invitation a servi ou n’est plus valable. Demandez-en une autre à qui l’a envoyée.
invite-notice-accepted = Invitation acceptée.

## The people of a cooperative
members-title = Ma coopérative
members-people = Les personnes
members-cooperative = Les informations
members-state = État
members-you = Vous
members-make-owner = Rendre responsable
members-make-member = Rendre membre
members-invite-why = Créez un lien et envoyez-le par WhatsApp à qui travaillera avec vous. Il sert une fois, pendant sept jours.
members-invite = Inviter quelqu’un
members-invited = Voici le lien d’invitation :
members-invited-once = Il ne sera plus montré.
members-whatsapp = Envoyer par WhatsApp
members-share = Invitation à travailler avec nous dans l’espace de { $name } : { $link }
members-invite-open = Une invitation attend, valable jusqu’au { $date }
members-withdraw = Retirer
members-leave = Quitter la coopérative
members-change-story = L’histoire de la coopérative
members-change-contact = Téléphone et adresse
members-change-bank = Compte bancaire
members-correct = Corriger la demande
members-notice-removed = Cette personne ne fait plus partie de la coopérative.
members-notice-appointed = C’est changé.
members-notice-left = Vous avez quitté la coopérative.
members-notice-withdrawn = L’invitation est retirée.
bank-title = Compte bancaire
bank-now = Le compte actuel se termine par :
bank-rib = Nouveau RIB
account-contact-title = Téléphone et adresse
account-collects = Les clients peuvent retirer leurs commandes chez nous
account-collects-hint = Le retrait est gratuit, à l’adresse de la coopérative.
story-title = L’histoire de la coopérative
story-why = Qui êtes-vous ? Comment avez-vous commencé ? Que faites-vous de vos mains ? Une langue suffit.
story-ar = En arabe
story-fr = En français
story-en = En anglais

## Applying
join-title = Inscrire votre coopérative
join-intro = Vendez vos produits dans tout le Maroc, de votre coopérative à la porte du client.
join-intro-free = L’inscription est gratuite.
join-intro-check = Nous vérifions vos papiers, puis vous commencez à vendre.
join-intro-pay = Le client paie à la livraison.
join-need = Ce qu’il vous faut
join-need-phone = Un téléphone qui reçoit des SMS
join-need-register = Le numéro au registre local des coopératives
join-need-rib = Le RIB de la coopérative
join-need-onssa = Le numéro d’autorisation ONSSA si vous vendez des aliments
join-begin = Commencer
join-begin-why = Nous vérifions d’abord votre téléphone par un code.
join-step-0 = Qui
join-step-1 = Où
join-step-2 = Papiers
join-step-3 = Relire
join-name-ar = Nom de la coopérative en arabe
join-name-hint = Comme au registre
join-name-fr = Nom de la coopérative en français
join-name-ar-letters = Écrivez ce nom en lettres arabes.
join-contact-name = Personne responsable
join-contact-name-hint = Prénom et nom
join-phone = Téléphone de la coopérative
join-phone-hint = Les clients le voient sur leurs commandes.
join-email = E-mail
join-province = Région et province
join-town = Ville ou village
join-address = Adresse
join-address-hint = Rue et numéro, ou comment vous trouver
join-register-number = Numéro au registre local des coopératives
join-register-number-hint = Il est sur l’attestation d’immatriculation
join-register-place = Lieu du registre
join-register-place-hint = Tribunal de première instance, par exemple : Taroudant
join-sells-food = Nous vendons des aliments
join-onssa = Numéro d’autorisation ONSSA
join-onssa-hint = Nécessaire si vous vendez des aliments
join-ice = ICE
join-ice-hint = 15 chiffres
join-rib = RIB
join-rib-hint = 24 chiffres, comme sur l’attestation de la banque. Seule l’administration le voit.
join-founded = Année de création
join-member-count = Nombre de membres
join-women-count = Dont femmes
join-bad-rib = Ce RIB n’est pas juste. Comparez ses 24 chiffres un à un avec l’attestation de la banque.
join-bad-ice = L’ICE a 15 chiffres.
join-ice-doubtful = Le numéro ICE ne semble pas juste. Vérifiez-le ; vous pouvez envoyer quand même.
join-too-many-women = C’est plus que le nombre de membres.
join-check = Tout est-il juste ?
join-resumed = Nous avons gardé ce que vous aviez écrit. Continuez ici.
join-change-0 = Changer : qui
join-change-1 = Changer : où
join-change-2 = Changer : papiers
join-send = Envoyer la demande
join-refused-because = La demande précédente a été refusée pour cette raison :
join-notice-sent = Votre demande est arrivée. Nous la vérifions et vous prévenons. Vous pouvez déjà préparer vos produits.

## Cooperatives, for administrators
admin-cooperatives-title = Coopératives
admin-cooperatives-none = Aucune coopérative ici.
admin-cooperatives-name = Nom
admin-cooperatives-since = Demande du
admin-cooperatives-region = Région
admin-cooperatives-history = Historique
admin-cooperatives-ice-doubtful = La clé de contrôle de l’ICE n’est pas juste : à vérifier avec la coopérative.
admin-cooperatives-decide = Décision
admin-cooperatives-verify = Papiers en règle, accepter
admin-cooperatives-reason = Motif
admin-cooperatives-reason-hint = La coopérative le lit. Nécessaire pour refuser ou suspendre.
admin-cooperatives-refuse = Refuser
admin-cooperatives-suspend = Suspendre
admin-cooperatives-suspend-orders = { $count ->
    [one] Une commande à laquelle elle n’a pas répondu sera annulée, et son acheteur prévenu. Rétablir la coopérative ne la fera pas revenir.
    [many] { $count } commandes auxquelles elle n’a pas répondu seront annulées, et leurs acheteurs prévenus. Rétablir la coopérative ne les fera pas revenir.
   *[other] { $count } commandes auxquelles elle n’a pas répondu seront annulées, et leurs acheteurs prévenus. Rétablir la coopérative ne les fera pas revenir.
}
admin-cooperatives-reinstate = Réadmettre
admin-cooperatives-wait = La coopérative doit d’abord corriger sa demande.
admin-cooperatives-notice-decided = La décision est enregistrée.
admin-people-title = Personnes
admin-people-find = Nom, téléphone ou e-mail
admin-people-office = Administration seulement
admin-people-none = Personne.
admin-people-administrator = Administration
admin-people-suspended = Exclu
admin-people-end-sessions = Déconnecter partout
admin-people-suspend = Exclure
admin-people-reinstate = Réadmettre
admin-people-notice-done = C’est fait.

## Refusals, by code
error-identity-unknown = Introuvable.
error-identity-taken = Ce numéro ou cet e-mail appartient à un autre compte.
error-identity-no_contact = Écrivez un numéro de téléphone ou un e-mail. Par exemple : 06 12 34 56 78.
error-identity-limited = Trop d’essais. Attendez un peu avant de réessayer.
error-identity-wrong_code = Ce code n’est pas le bon. Vérifiez les chiffres.
error-identity-spent_code = Ce code n’est plus valable. Demandez-en un nouveau.
error-identity-wrong_password = Le contact ou le mot de passe n’est pas juste.
error-identity-short_password = Le mot de passe est trop court.
error-identity-long_password = Le mot de passe est trop long.
error-identity-weak_password = Ce mot de passe est trop facile à deviner. Choisissez une phrase à vous.
error-identity-spent_invite = Cette invitation a servi ou n’est plus valable.
error-identity-last_owner = Il faut au moins un responsable. Nommez d’abord quelqu’un d’autre.
error-identity-last_administrator = Il faut au moins un administrateur.
error-identity-owner_only = C’est réservé aux responsables de la coopérative.
error-identity-fresh_code_needed = Il faut un nouveau code avant ce changement.
error-identity-factor_needed = La seconde vérification est d’abord nécessaire.
error-identity-factor_exists = La seconde vérification est déjà installée.
error-identity-too_many = Le maximum est atteint. Supprimez-en d’abord.
members-cards-yes = Vous prenez les cartes : un panier peut vous être payé d’avance.
members-cards-no = Vous ne prenez pas les cartes : un panier avec vos produits se paie à la livraison.
members-cards-stop = Ne plus prendre les cartes
members-cards-take = Prendre les cartes
