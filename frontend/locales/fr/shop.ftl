# La vitrine : accueil, listes, produits, coopératives.

## Home
shop-home-title = Le travail de nos coopératives, livré chez vous
shop-home-lead = Huiles, miels, dattes, tapis, poteries : chaque produit vient d’une coopérative marocaine que vous connaissez par son nom.
shop-home-pay = Vous payez à la livraison.
shop-home-pay-any = Vous payez à la livraison{ $how ->
    [card] , ou par carte
    [transfer] , ou par virement
   *[any] , ou par carte ou virement
} en commandant.
shop-home-description = Huile d’argan, miel, safran, dattes, tapis et poterie : achetez directement aux coopératives du Maroc.
shop-home-go = Voir les produits
shop-vow-cash = Paiement à la livraison
shop-vow-any = Paiement à la livraison{ $how ->
    [card] {" "}ou par carte
    [transfer] {" "}ou par virement
   *[any] , ou par carte ou virement
}
shop-vow-delivery = Livraison partout au Maroc
shop-vow-checked = Coopératives vérifiées
shop-categories = Que cherchez-vous ?
shop-newest = Nouveautés
shop-see-all = Tous les produits
shop-makers = Celles et ceux qui les font
shop-all-makers = Toutes les coopératives
shop-opening = Le marché s’installe
shop-opening-why = Les premières coopératives préparent leurs produits. Revenez bientôt, ou proposez les vôtres.
shop-how = Comment acheter
shop-how-1 = Remplissez votre panier
shop-how-1-more = Plusieurs coopératives dans un seul panier, sans créer de compte.
shop-how-2 = La coopérative prépare
shop-how-2-more = Elle confirme votre commande sous 48 heures, emballe et expédie. Vous suivez chaque étape.
shop-how-3 = Payez en recevant
shop-how-3-more = Vous réglez en espèces quand le colis est entre vos mains.
shop-how-3-any = Payez en recevant{ $how ->
    [card] , ou par carte
    [transfer] , ou par virement
   *[any] , ou par carte ou virement
}
shop-how-3-any-more = En espèces quand le colis est entre vos mains{ $how ->
    [card] , ou par carte
    [transfer] , ou par virement
   *[any] , ou par carte ou virement
} au moment de commander.
shop-why = Pourquoi ce marché
shop-why-1 = Chaque fiche dit qui a fait le produit, où, et avec quoi. Nous vérifions le registre de chaque coopérative et relisons chaque fiche avant sa mise en vente.
shop-why-2 = Le prix affiché est celui que fixe la coopérative. Les frais de livraison sont indiqués sur la page du produit, avant le panier.
shop-sell = Vous êtes une coopérative ?
shop-sell-more = Un téléphone suffit : prenez vos produits en photo, indiquez le prix, nous vous aidons pour le reste.
shop-sell-go = Rejoindre le marché

## Lists
shop-all-products = Tous les produits
shop-all-categories = Toutes les catégories
shop-from-region = { $what } – { $region }
shop-search-for = Recherche : { $text }
shop-words = « { $text } »
shop-list-description = { $what } des coopératives marocaines : prix, origine, label et frais de livraison.
shop-filter = Filtrer
shop-filter-go = Appliquer les filtres
shop-chosen = Filtres choisis
shop-any = Indifférent
shop-region = Région
shop-label = Label
shop-min = Prix à partir de
shop-max = Prix jusqu’à
shop-price-min = à partir de { $price }
shop-price-max = jusqu’à { $price }
shop-sort = Trier
shop-sort-new = Nouveautés
shop-sort-price = Moins chers
shop-sort-price-desc = Plus chers
shop-nothing = Rien sur cette étagère
shop-nothing-why = Aucun produit ne répond à tout cela. Essayez un autre mot, ou retirez un filtre.
shop-nothing-go = Voir plus de produits

## Stock and labels
shop-in-stock = En stock
shop-sold-out = Épuisé
shop-last =
    { $count ->
        [one] Dernière pièce
       *[other] Plus que { $count }
    }
shop-badge-aop = AOP
shop-badge-igp = IGP
shop-badge-ig = IG
shop-badge-la = Label agricole
shop-badge-bio = Bio
shop-badge-terroir = Terroir
shop-badge-handmade = Fait main

## Product
shop-product-description = { $name }, de { $maker }. Livraison partout au Maroc.
shop-by = Par
shop-photos = Photos
shop-photo-of = { $name }, photo { $number } sur { $total }
shop-certificate = Certificat n°
shop-choose-size = Choisissez un format
shop-quantity = Quantité
shop-add = Ajouter au panier
shop-sold-out-why = Ce produit est épuisé. La coopérative en prépare peut-être d’autres.
shop-pay = Vous payez en espèces, à la livraison.
shop-pay-any = Vous payez en espèces à la livraison{ $how ->
    [card] , ou par carte
    [transfer] , ou par virement
   *[any] , ou par carte ou virement
}.
shop-withdrawal-standard = Vous avez 7 jours après réception pour changer d’avis et renvoyer le produit.
shop-withdrawal-perishable = Produit périssable : il ne peut pas être renvoyé, sauf s’il est abîmé ou non conforme.
shop-withdrawal-custom = Fait sur mesure : il ne peut pas être renvoyé, sauf s’il est abîmé ou non conforme.
shop-about = Le produit
shop-text-in = Texte affiché en { $language }.
shop-facts = En détail
shop-origin = Origine
shop-ingredients = Ingrédients
shop-allergens = Allergènes
shop-allergens-none = Aucun des 14 allergènes à déclarer
shop-allergens-unknown = Non renseigné : demandez à la coopérative
shop-comma = ,{" "}
shop-parcel = Poids du colis
shop-parcel-range = de { $min } à { $max }, selon le format
shop-delivery = Livraison
shop-delivery-why = Pour un seul article, à votre porte. Plusieurs produits d’une même coopérative voyagent ensemble.
shop-zone = Région
shop-days-head = Délai
shop-days = { $min } à { $max } jours
shop-cost = Prix
shop-not-delivered = Non livré
shop-collect = Retrait à la coopérative,
shop-free = Gratuit
shop-more-of = Voir la coopérative
shop-share = Partager
shop-related = Dans le même rayon

## Cooperatives
shop-cooperatives-description = Les coopératives marocaines qui vendent ici : leur histoire, leurs membres, leurs produits.
shop-cooperatives-lead = Chacune est inscrite au registre local des coopératives, et nous l’avons vérifiée.
shop-cooperative-description = { $name }, coopérative de la région { $region } : ses produits, son histoire, ses coordonnées.
shop-women =
    { $count ->
        [one] dont une femme
       *[other] dont { $count } femmes
    }
shop-founded = Fondée en { $year }
shop-collects = Retrait sur place
shop-its-products = Ses produits
shop-its-products-none = Elle n’a rien en vente en ce moment.
shop-legal = Mentions légales du vendeur
shop-legal-name = Vendeur
shop-legal-address = Adresse
shop-legal-phone = Téléphone
shop-legal-email = E-mail
shop-legal-register = Registre local des coopératives
shop-legal-ice = ICE
shop-legal-onssa = Autorisation ONSSA

## The page about the API
shop-api-title = Le marché pour les programmes
shop-api-lead = Tout ce que font les pages, un programme peut le faire. Les montants sont en centimes entiers, les textes viennent dans les langues où ils ont été écrits, les heures sont écrites selon la RFC 3339, en UTC. Les refus suivent la RFC 9457.
shop-api-document = La même chose en document OpenAPI
shop-api-parameters = Paramètres
shop-api-body = Demande
shop-api-answers = Réponses
shop-api-shapes = Structures
shop-api-required = obligatoire
shop-api-token = demande un jeton
