# L’administration : la file des produits, la décision, les produits retirés.
queue-title = Produits en attente
queue-count =
    { $count ->
        [0] Rien n’attend.
        [one] { $count } produit attend.
       *[other] { $count } produits attendent.
    }
queue-applications =
    { $count ->
        [one] { $count } coopérative demande à entrer
       *[other] { $count } coopératives demandent à entrer
    }
queue-empty = Tout est fait
queue-empty-text = Les produits arrivent ici dès qu’une coopérative les envoie.
queue-new = Nouveau produit
queue-update = Changement
queue-claimed = Quelqu’un le regarde
queue-claimed-by-you = Vous le regardez
queue-find = Trouver un produit en vente
queue-find-address = Adresse de sa page
queue-find-hint = Collez l’adresse de la page du produit.
queue-find-go = Trouver
queue-notice-no-product = Aucun produit n’a cette adresse.
listing-title = Produit proposé : { $name }
listing-product = Histoire du produit
listing-no-onssa = C’est un aliment, et la coopérative n’a pas donné d’autorisation sanitaire (ONSSA).
listing-own = Vous êtes membre de cette coopérative : quelqu’un d’autre doit décider.
listing-new-photo = Nouvelle
listing-words = Textes et indications
listing-field = Champ
listing-before = En vente maintenant
listing-after = Proposé
listing-changed = (changé)
listing-said = Ce qui a été dit avant
listing-decide = Décider
listing-claim = Je le regarde
listing-claim-hint = Pour que personne d’autre ne commence, pendant un quart d’heure.
listing-claimed-by = { $name } le regarde.
listing-release = Le laisser aux autres
listing-approve = Approuver
listing-reasons = Ce qu’il faut changer
listing-reasons-hint = La coopérative le lit à côté du champ, dans sa langue. Vos propres notes ne sont pas traduites.
listing-reason-missing = Cochez une raison ou écrivez une note.
listing-note = Une note de vous
listing-note-for = Note sur : { $field }
listing-changes = Demander des changements
listing-reject = Refuser
listing-cannot = Il n’y a rien à décider ici.
listing-state-draft = En préparation
listing-state-submitted = En attente
listing-state-changes_requested = Changements demandés
listing-state-approved = En vente
listing-state-rejected = Refusé
listing-state-superseded = Remplacé par un plus récent
listing-notice-approved = Approuvé. Les clients le voient maintenant.
listing-notice-changes = La coopérative est prévenue de ce qu’il faut changer.
listing-notice-rejected = Refusé. La coopérative sait pourquoi.
listing-notice-suspended = Le produit n’est plus en vente. La coopérative sait pourquoi.
listing-notice-lifted = La coopérative peut le remettre en vente.
listing-event-draft = Commencé
listing-event-submit = Envoyé
listing-event-withdraw = Repris
listing-event-approve = Approuvé
listing-event-request_changes = Changements demandés
listing-event-reject = Refusé
listing-event-pause = Mis en pause par la coopérative
listing-event-resume = Remis en vente
listing-event-suspend = Suspendu
listing-event-lift = Suspension levée
listing-event-archive = Abandonné
admin-product-title = Produit
admin-product-waiting = Un changement attend une décision
admin-product-reason = Suspendu. La raison :
admin-product-why = Pourquoi le retirer de la vente ?
admin-product-why-hint = La coopérative lit ceci.
admin-product-suspend = Suspendre
admin-product-lift = Lever la suspension
admin-product-lift-hint = Il est alors en pause jusqu’à ce que la coopérative le remette en vente.
admin-product-history = Ce qui s’est passé

## Les sauvegardes, et le marché rétabli depuis l’une d’elles
backups-title = Sauvegardes
backups-last = Dernière bonne sauvegarde
backups-none = Aucune sauvegarde automatique. L’exploitant la règle sous [backup] dans sa configuration.
backups-late = La prochaine sauvegarde est en retard. Prévenez l’exploitant aujourd’hui.
backups-size = { $size } Mo
backups-failed = Le { $at }, une sauvegarde a échoué :
backups-held = Le marché est retenu
backups-held-at = Ses données sont du { $at } : ce qui a été fait après n’y est pas. Il ne prend pas de commande, n’envoie pas de message et ne déplace pas d’argent tant que vous ne l’avez pas libéré.
backups-held-messages =
    { $count ->
        [0] Aucun message n’attend.
        [one] { $count } message attend.
       *[other] { $count } messages attendent.
    }
backups-held-since = Depuis le { $at }.
backups-held-old =
    { $count ->
        [0] Aucun n’attendait déjà dans la sauvegarde.
        [one] { $count } attendait déjà dans la sauvegarde : il est peut-être parti depuis.
       *[other] { $count } attendaient déjà dans la sauvegarde : ils sont peut-être partis depuis.
    }
backups-held-others =
    { $count ->
        [0] Aucune autre tâche n’attend.
        [one] { $count } autre tâche attend.
       *[other] { $count } autres tâches attendent.
    }
backups-held-others-why = Remboursements à envoyer, délais à appliquer. Elles reprennent à la libération.
backups-strays-asking = On demande encore aux prestataires ce qu’ils savent.
backups-strays =
    { $count ->
        [0] Les prestataires qui savent répondre ne connaissent aucun paiement perdu ici. Regardez aussi leurs propres pages.
        [one] { $count } paiement est connu du prestataire et perdu ici.
       *[other] { $count } paiements sont connus des prestataires et perdus ici.
    }
backups-strays-why = Leurs commandes n’existent plus. Remboursez-les dans l’espace du prestataire, ou rappelez les acheteurs.
backups-strays-list = Paiements perdus ici
backups-stray-reference = Référence du prestataire
backups-stray-amount = À payer
backups-stray-captured = Payé
backups-stray-refunded = Rendu
backups-held-before = Avant de libérer : comparez les espèces et les colis avec les coopératives, et la banque avec les versements. Chaque coopérative aura un jour pour répondre aux commandes en attente.
backups-messages = Les messages qui attendent
backups-messages-hint = Dans le doute, ne les envoyez pas : personne ne reçoit deux fois la même chose.
backups-messages-discard = Ne jamais les envoyer
backups-messages-send = Les envoyer
backups-release = Libérer le marché
backups-notice-released = Le marché est libéré : il vend, paie et écrit de nouveau.

told-transfer = Comment faire le virement

## Ce qui n’a pas pu être fait
aside-title = Ce qui n’a pas pu être fait
aside-link =
    { $count ->
        [one] { $count } envoi ou tâche a échoué
       *[other] { $count } envois ou tâches ont échoué
    }
aside-why = Le marché a réessayé pendant trois jours, puis a renoncé. Réglez la cause (le serveur de courrier, le fournisseur de SMS, une adresse mal écrite), puis faites réessayer. Ce qui reste ici est oublié après 90 jours.
aside-none = Rien n’a échoué
aside-none-text = Les messages que personne n’a pu recevoir arrivent ici.
aside-buyer-sms = SMS à un acheteur
aside-buyer-email = E-mail à un acheteur
aside-member-sms = SMS à une coopérative ou à l’administration
aside-member-email = E-mail à une coopérative ou à l’administration
aside-notice = Trouver qui prévenir
aside-provider = Message d’un prestataire de paiement
aside-refund = Remboursement à demander au prestataire
aside-photo = Photo à préparer
aside-round = Tâche régulière du marché
aside-since = À faire depuis le { $at }.
aside-given-up = Abandonné le { $at }.
aside-attempts =
    { $count ->
        [one] { $count } essai.
       *[other] { $count } essais.
    }
aside-again = Réessayer
aside-again-all =
    { $count ->
        [one] Réessayer
       *[other] Tout réessayer ({ $count })
    }
aside-notice-again = C’est reparti : ce qui échoue encore reviendra ici.
