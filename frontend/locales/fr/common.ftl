# Les mots communs à toutes les pages.

## The market's name and the frame of every page
site-name = Tiwizi
site-title = { site-name } – le marché des coopératives du Maroc
brand-first = { site-name }
brand-second = تيويزي
brand-second-lang = ar
language-name = Français
skip = Aller au contenu
search-label = Chercher un produit
search-go = Chercher
shown-in-french = Cette page est affichée en français
demo-notice = Ceci est une démonstration : les coopératives et les commandes sont fictives, rien n’est livré.
restored-notice = Le marché vient d’être rétabli : vous voyez l’état du { $at }. Les commandes rouvrent dès que le bureau a tout vérifié.

## Navigation
nav-main = Menu principal
nav-languages = Langues
nav-home = Accueil
nav-products = Produits
nav-cooperatives = Coopératives
nav-sell = Vendre
nav-sell-with-us = Vendre avec nous
nav-cart = Panier
nav-find-order = Retrouver ma commande
nav-sign-in = Espace coopérative
nav-account = Compte
nav-sign-out = Se déconnecter
nav-seller-home = Accueil
nav-seller-products = Produits
nav-seller-orders = Commandes
nav-seller-cooperative = Équipe
nav-admin = Administration du marché
nav-admin-queue = À voir
nav-admin-cooperatives = Coopératives
nav-admin-people = Personnes
nav-admin-orders = Commandes
nav-admin-tariffs = Livraison
nav-admin-legal = Textes
nav-terms = Conditions d’utilisation
nav-sales = Conditions de vente
nav-privacy = Données personnelles
back = Retour
crumbs-label = Fil d’Ariane
pager-label = Pages de la liste
pager-next = Voir la suite

## Foot of the page
footer-about = Les produits des coopératives du Maroc, des mains qui les font jusqu’à votre porte.
footer-shopping = Acheter
footer-selling = Coopératives
footer-legal = Cadre légal
footer-market = Voir le marché
footer-who = Ce marché est tenu par { $name }.
footer-rights = Le marché des coopératives du Maroc.

## Forms
form-optional = (facultatif)
form-choose = Choisir…
form-save = Enregistrer
form-cancel = Annuler
form-continue = Continuer
form-edit = Modifier
form-remove = Retirer
form-yes = Oui
form-no = Non
form-summary =
    { $count ->
        [one] Une chose est à corriger
       *[other] { $count } choses sont à corriger
    }
form-empty = Remplissez ce champ.
form-too-long = Texte trop long : { $max } caractères au plus.
form-control = Le texte contient un caractère qui ne peut pas s’afficher. Tapez-le de nouveau.
form-bidi = Le texte contient un signe invisible qui inverse l’écriture. Tapez-le de nouveau.
form-phone = Ce numéro de téléphone n’existe pas. Exemple : 06 12 34 56 78.
form-email = Cette adresse e-mail n’est pas valable. Exemple : nom@example.com.
form-money = Écrivez un montant en dirhams. Exemple : 85 ou 85,50.
form-integer = Écrivez un nombre entier entre { $min } et { $max }.
form-choice = Choisissez l’une des réponses proposées.
form-duplicate = Ce champ est arrivé deux fois. Réessayez.
form-tick = Cochez cette case pour continuer.
form-file = Choisissez un fichier.
photo-number = Photo { $number }
photo-choose = Choisir ou prendre des photos
photo-shrinking = Préparation des photos…
photo-sending = Envoi des photos…
photo-ready = Photos prêtes à l’envoi
share = Partager

## Money, units, dates
currency-mad = DH
currency-eur = €
price-from = dès
unit-g = g
unit-kg = kg
unit-ml = ml
unit-l = L
unit-piece =
    { $count ->
        [one] { $count } pièce
       *[other] { $count } pièces
    }
unit-pair =
    { $count ->
        [one] { $count } paire
       *[other] { $count } paires
    }
count-products =
    { $count ->
        [one] { $count } produit
       *[other] { $count } produits
    }
count-orders =
    { $count ->
        [one] { $count } commande
       *[other] { $count } commandes
    }
count-members =
    { $count ->
        [one] { $count } membre
       *[other] { $count } membres
    }
count-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
count-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
unit-price-kg = { $price }/kg
unit-price-l = { $price }/L
date-first = 1er
date-at-time = { $date } à { $time }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## How far a step is, for people who listen to the page
status-done = Fait
status-now = Attendue
status-ahead = À venir
status-failed = Interrompu

## The country and the languages
language-ar = arabe
language-fr = français
language-en = anglais
language-zgh = amazighe
