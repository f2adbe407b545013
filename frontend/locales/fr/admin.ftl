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
