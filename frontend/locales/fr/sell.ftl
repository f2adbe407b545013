# Les pages de la coopérative : ses produits, de la photo à la vente, les prix, le stock.

## Accueil
sell-home-title = Ce qui vous attend
sell-home-applied = Nous vérifions vos papiers. Préparez déjà vos produits ; vous les enverrez dès notre réponse.
sell-home-refused = Nous n’avons pas pu accepter votre demande. La raison :
sell-home-correct = Corriger la demande
sell-home-suspended = Votre coopérative est suspendue : les clients ne voient plus vos produits. La raison :
sell-home-tasks = À faire
sell-home-nothing = Rien ne vous attend. Bravo.
sell-home-first = Commencez par la photo d’un produit. Vous pouvez vous arrêter à tout moment : rien ne se perd.
sell-home-now = Maintenant
sell-home-everything = Tout le reste
sell-home-story = Votre histoire
sell-task-orders =
    { $count ->
        [one] Une nouvelle commande attend votre réponse
       *[other] { $count } nouvelles commandes attendent votre réponse
    }
sell-task-suspended = { $name } : retiré de la vente par l’administration
sell-task-changes_requested = { $name } : quelque chose à corriger
sell-task-draft = { $name } : continuez où vous vous êtes arrêtés
sell-task-rejected = { $name } : non accepté, voyez pourquoi
sell-task-sold_out = { $name } : épuisé. En avez-vous d’autres ?
sell-new = Ajouter un produit
sell-nameless = Produit encore sans nom
sell-left =
    { $count ->
        [0] il n’en reste plus
        [one] il en reste { $count }
       *[other] il en reste { $count }
    }

## Liste et page d’un produit
sell-products-title = Vos produits
sell-products-none = Pas encore de produit
sell-product-title = Produit
sell-state-draft = En préparation
sell-state-submitted = En vérification
sell-state-changes_requested = À corriger
sell-state-rejected = Non accepté
sell-state-on_sale = En vente
sell-state-sold_out = Épuisé
sell-state-paused = En pause
sell-state-suspended = Suspendu
sell-state-archived = Abandonné
sell-product-suspended = L’administration a retiré ce produit de la vente. La raison :
sell-product-waiting = Nous vérifions votre produit. Vous recevrez un message dès qu’il sera en vente.
sell-product-waiting-update = Nous vérifions vos changements. En attendant, les clients voient le produit tel qu’il était.
sell-product-rejected = Nous ne pouvons pas accepter ce produit tel quel.
sell-product-remarks = Ce qu’il faut changer
sell-product-fix = Corriger maintenant
sell-product-sizes = Formats, prix et stock
sell-product-no-sizes = Pas encore de format ni de prix.
sell-product-count = Compter le stock
sell-product-prices = Formats et prix
sell-product-actions = Ce que vous pouvez faire
sell-product-withdraw = Reprendre
sell-product-withdraw-hint = Pour le changer avant notre réponse.
sell-product-continue = Continuer
sell-product-edit = Changer les photos ou les textes
sell-product-edit-hint = Les clients le voient tel qu’il est jusqu’à ce que nous ayons vérifié vos changements.
sell-product-pause = Retirer de la vente un moment
sell-product-resume = Remettre en vente
sell-product-public = Le voir comme les clients
sell-product-archive = Abandonner ce produit
sell-archive-title = Abandonner ce produit ?
sell-archive-text = Les clients ne le verront plus et vous ne pourrez pas le rétablir. Les commandes en cours continuent.
sell-archive-do = Oui, l’abandonner
sell-size = Format
sell-price = Prix
sell-parcel = Colis
sell-stock-free = À vendre
sell-stock-promised = Promis
sell-stock-on-hand = En stock

## Le chemin
sell-step-photos = Photos
sell-step-category = Sorte
sell-step-price = Prix
sell-step-stock = Combien
sell-step-words = Mots
sell-step-check = Vérifier
sell-begins = Ce produit est en vente. Il reste tel quel jusqu’à ce que nous ayons vérifié ce que vous changez ici.
sell-said = À corriger :
sell-later = Plus tard
sell-to-check = Retour à la vérification
sell-photos-title = À quoi ressemble-t-il ?
sell-photos-choose = Photos
sell-photos-hint = JPEG, PNG ou WebP, 10 Mo au plus chacune. Vous pouvez en choisir plusieurs.
sell-photos-most = { $max } photos au plus.
sell-photos-full = Vous avez { $max } photos, le maximum. Retirez-en une pour en ajouter une autre.
sell-photos-send = Envoyer les photos
sell-photos-add = Ajouter ces photos
sell-photos-alt = Photo { $number }
sell-photos-first = Montrée en premier
sell-photos-make-first = Montrer en premier
sell-photos-earlier = Avancer
sell-photos-later = Reculer
sell-photos-developing = En préparation
sell-photos-progress = { $ready } photos prêtes sur { $all }.
sell-photos-look-again = Regarder de nouveau
sell-photos-refused = { $file } : { $why }
sell-photos-unnamed = Un fichier
sell-photos-tip-light = À la lumière du jour, près d’une fenêtre.
sell-photos-tip-whole = Le produit entier, sur un tissu uni.
sell-photos-tip-several = Deux ou trois : le produit, son étiquette, vos mains au travail.
sell-category-title = Qu’est-ce que c’est ?
sell-category-wide = Sortes de produits
sell-category-first = Choisissez une image ci-dessus.
sell-category-kind = Quelle sorte exactement ?
sell-price-title = Combien coûte-t-il ?
sell-price-another = Ajouter un autre format
sell-price-amount = Quantité contenue dans un article
sell-price-amount-hint = Par exemple 250, ou 1,5.
sell-price-amount-wrong = Écrivez un nombre au-dessus de zéro, par exemple 250 ou 1,5.
sell-price-unit = Unité
sell-price-price = Prix d’un article
sell-price-price-hint = Ce que le client paie pour un article, sans la livraison.
sell-price-out-of-range = Le prix doit être entre 0,01 et 100 000 dirhams.
sell-price-parcel = Poids du colis avec un seul article
sell-price-parcel-hint = Avec son pot et son carton : le prix de la livraison en dépend.
sell-price-name = Ce qui le distingue
sell-price-name-hint = Seulement s’il y en a plusieurs du même format : une couleur, un parfum.
sell-price-save = Enregistrer et continuer
sell-price-add = Ajouter ce format
sell-unit-g = grammes
sell-unit-kg = kilogrammes
sell-unit-ml = millilitres
sell-unit-L = litres
sell-unit-piece = pièces
sell-unit-pair = paires
sell-size-title = Format
sell-size-at-once = Ce que vous changez ici compte tout de suite. Les commandes en cours gardent leur prix.
sell-size-names = Ce qui le distingue
sell-size-name-ar = En arabe
sell-size-name-fr = En français
sell-size-name-en = En anglais
sell-size-retire = Ne plus vendre ce format
sell-size-retire-hint = Ce que les clients ont déjà commandé est encore livré.
sell-size-changes = Prix d’avant
sell-stock-title = Combien en avez-vous ?
sell-stock-no-sizes = Dites d’abord quels formats il y a et ce qu’ils coûtent.
sell-stock-to-price = Formats et prix
sell-stock-reserved =
    { $count ->
        [one] { $count } est promis à un client.
       *[other] { $count } sont promis à des clients.
    }
sell-stock-hint = Comptez tout ce qui est chez vous, même ce qui est promis et pas encore parti.
sell-stock-save = Enregistrer
sell-stock-history = Ce qui est arrivé au stock
sell-stock-when = Quand
sell-stock-what = Quoi
sell-cause-opening = Premier compte
sell-cause-counted = Compté
sell-cause-reserved = Commandé
sell-cause-released = Commande annulée
sell-cause-shipped = Envoyé
sell-cause-returned = Revenu
sell-words-title = Dites-le en mots
sell-words-name = Nom du produit
sell-words-name-hint = Comme vous le diriez au souk : « Huile d’argan grillée ».
sell-words-name-missing = Écrivez un nom dans une langue au moins.
sell-words-description = Qu’a-t-il de particulier ?
sell-words-description-hint = Qui le fait, comment, avec quoi il va bien. Deux ou trois phrases suffisent.
sell-words-also-ar = Aussi en arabe
sell-words-also-fr = Aussi en français
sell-words-also-en = Aussi en anglais
sell-words-name-ar = Nom en arabe
sell-words-name-fr = Nom en français
sell-words-name-en = Nom en anglais
sell-words-description-ar = Description en arabe
sell-words-description-fr = Description en français
sell-words-description-en = Description en anglais
sell-facts-title = D’où vient-il, que contient-il ?
sell-facts-place = Village ou ville d’où il vient
sell-facts-place-hint = Laissez vide si c’est votre ville.
sell-facts-region = Région d’où il vient
sell-facts-region-hint = Seulement si ce n’est pas votre région.
sell-facts-ingredients = Que contient-il ?
sell-facts-ingredients-hint = Tout, en commençant par ce qu’il y a le plus.
sell-facts-ingredients-ar = Ingrédients en arabe
sell-facts-ingredients-fr = Ingrédients en français
sell-facts-ingredients-en = Ingrédients en anglais
sell-facts-allergens = Contient-il l’un de ceux-ci ?
sell-facts-allergens-hint = Certaines personnes en tombent malades. Cochez tout ce qu’il contient, même les traces.
sell-facts-allergens-none = Aucun de ceux-ci
sell-facts-allergens-wrong = Cochez ce qu’il contient, ou seulement « Aucun de ceux-ci ».
sell-facts-label = Porte-t-il un label ?
sell-facts-label-hint = Seulement avec un certificat valable.
sell-facts-label-none = Pas de label
sell-facts-label-number = Numéro du certificat
sell-facts-withdrawal = Le client peut-il le renvoyer dans les 7 jours ?
sell-withdrawal-standard = Oui
sell-withdrawal-standard-hint = Comme la loi le donne pour la plupart des choses.
sell-withdrawal-perishable = Non, il s’abîme vite
sell-withdrawal-perishable-hint = Fromage frais, pain frais.
sell-withdrawal-custom = Non, il est fait sur commande
sell-withdrawal-custom-hint = Un tapis aux mesures du client.
sell-check-title = Tout est juste ?
sell-check-back = Retour au produit
sell-check-lacking = Il manque encore
sell-check-photos = Des photos sont encore en préparation.
sell-check-empty = Pas encore dit
sell-check-unchanged = Vous n’avez rien changé. Ce que voient les clients reste tel quel.
sell-check-not-verified = Vous pourrez l’envoyer dès que votre coopérative sera vérifiée. Tout ce que vous avez écrit est gardé.
sell-check-send = Envoyer
sell-check-send-hint = Nous le regardons et répondons sous deux jours ouvrables.
sell-check-kept = Tout est enregistré. Vous pouvez continuer plus tard.
sell-gap-photo = Une photo prête
sell-gap-category = La sorte de produit
sell-gap-variant = Un format et son prix
sell-gap-name = Le nom
sell-gap-allergens = Les allergènes qu’il contient, ou qu’il n’en contient pas

## Avis
sell-notice-withdrawn = Vous l’avez repris. Changez-le et renvoyez-le.
sell-notice-paused = Il n’est plus en vente jusqu’à ce que vous le remettiez.
sell-notice-resumed = Il est de nouveau en vente.
sell-notice-archived = Le produit est abandonné.
sell-notice-submitted = Envoyé. Nous vous prévenons dès qu’il est vérifié.
sell-notice-size-added = Le format est enregistré.
sell-notice-size-saved = Enregistré. Les clients le voient maintenant.
sell-notice-size-kept = Enregistré.
sell-notice-size-retired = Ce format ne se vend plus.
sell-notice-stock-saved = Le stock est enregistré.

## Champs et raisons : ce que dit l’administration
sell-field-photo = Photos
sell-field-category = Sorte
sell-field-variant = Formats et prix
sell-field-name = Nom
sell-field-description = Description
sell-field-origin = Origine
sell-field-ingredients = Ingrédients
sell-field-allergens = Allergènes
sell-field-label = Label
sell-field-withdrawal = Renvoi
sell-field-listing = Le produit entier
reason-photo-dark = La photo est trop sombre.
reason-photo-blurred = La photo est floue.
reason-photo-other = La photo montre autre chose.
reason-photo-text = Il y a du texte ou un filigrane sur la photo.
reason-category-wrong = Il appartient à une autre sorte.
reason-variant-price = Le prix semble être une erreur.
reason-variant-amount = Le format semble être une erreur.
reason-variant-parcel = Le poids du colis semble être une erreur.
reason-name-unclear = Le nom ne dit pas ce que c’est.
reason-name-mistakes = Il y a des fautes dans le nom.
reason-description-short = Dites-en plus aux clients.
reason-description-mistakes = Il y a des fautes dans le texte.
reason-description-health = Le texte promet de guérir : la loi ne le permet pas.
reason-origin-unclear = Dites plus exactement d’où il vient.
reason-ingredients-missing = Nommez tout ce qu’il contient.
reason-allergens-doubt = Vérifiez encore les allergènes.
reason-label-unproven = Il manque le numéro du certificat du label.
reason-withdrawal-wrong = Les clients ont le droit de renvoyer ce produit.
reason-listing-not_local = Il n’est pas fait par votre coopérative.
reason-listing-forbidden = Il ne peut pas être vendu ici.
reason-listing-duplicate = Vous proposez déjà ce produit.
sell-at-most = C’est trop : { $max } au plus.
sell-below-promised = { $reserved } sont promis à des clients : le nombre ne peut pas être plus petit.


## Returns
sell-task-returns = { $count ->
    [one] { $count } retour vous attend
   *[other] { $count } retours vous attendent
}
seller-returns-title = Retours
seller-returns-empty = Aucun retour
seller-returns-empty-why = Quand un client retourne quelque chose, cela s’affiche ici.
seller-return-title = Retour
seller-return-of = Retour de la commande { $number }
seller-return-asked = Demandé le { $when }
seller-return-answer-by = Répondez avant le { $when }. Ensuite, il est accepté d’office.
seller-return-pay-by = Décidez avant le { $when }. Ensuite, tout est remboursé.
seller-return-goods-by = Les produits devraient être là avant le { $when }. Ensuite, le marché demande au client.
seller-return-missing = Les produits ne sont pas venus à temps. Le marché demande au client. S’ils sont là malgré tout, appuyez.
seller-return-office-words = Les mots du marché :
seller-return-reason = La raison du client :
seller-return-words = Vos mots :
seller-return-costs = Cela vous coûte au plus { $amount } ; le marché rend sa commission sur ce montant.
seller-return-decided = Cela vous coûte { $amount } ; le marché rend sa commission sur ce montant.
seller-return-paid-pieces = { $count ->
    [0] rien de remboursé
    [one] { $count } pièce remboursée
   *[other] { $count } pièces remboursées
}
seller-return-accept = Accepter le retour
seller-return-accept-why = Le client vous envoie les produits, à ses frais.
seller-return-refuse = Refuser
seller-return-refuse-why = Pendant sept jours après la livraison, retourner est le droit du client. Seules ces raisons comptent, et le client lira vos mots.
seller-return-refusal = Pourquoi ?
seller-refusal-late = Demandé trop tard
seller-refusal-excluded = Périssable, ou fait sur commande
seller-refusal-opened = Ouvert ou déjà consommé
seller-refusal-agreed = Nous nous sommes arrangés autrement
seller-return-refuse-go = Refuser le retour
seller-return-waiting = Le client envoie les produits. Appuyez quand vous les avez.
seller-return-receive = Les produits sont là
seller-return-decide = Combien est revenu en bon état ?
seller-return-pieces = { $count ->
    [0] Ne rien rembourser
    [one] Rembourser { $count } pièce
   *[other] Rembourser { $count } pièces
}
seller-return-less = Pourquoi pas tout ?
seller-return-less-hint = Seulement si vous remboursez moins ; le client le lira.
seller-return-refund = Décider
seller-return-pay = Rendre { $amount }
seller-return-pay-unsaid = Nous avons demandé au client comment il veut l’argent. La réponse s’affichera ici.
seller-return-pay-account = Faites un virement sur ce compte, puis appuyez sur le bouton.
seller-return-pay-cash = Comptez l’argent avec le client et posez-le devant lui. Il montre son code : écrivez-le ici. Une fois le code accepté, l’argent est à lui.
seller-return-code = Le code du client
seller-return-paid = Le client a l’argent
seller-return-pay-done = C’est remboursé.

seller-money-transfer = { $amount } à recevoir par virement sur votre compte.
seller-transfer-why = Vérifiez votre compte : la référence du virement est { $reference }. N’envoyez rien avant qu’il n’arrive.
seller-transferred = Le virement est arrivé, en entier
seller-pay-by = Les produits sont gardés jusqu’au { $when }. Si vous n’avez pas confirmé le virement ici d’ici là, la commande s’annule d’elle-même et votre stock est rétabli.
seller-overdue-why = Le virement n’a pas été confirmé à temps : la commande est annulée et votre stock est rétabli. Si l’argent arrive encore, renvoyez-le ou appelez le client.
