//! Writes a page of samples with every component, in every language, to look at:
//! `cargo run -p view --example styleguide -- FOLDER`, then serve the folder.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for the desk: it may stop with a message"
)]

use askama::Template;
use kernel::{Locale, Money};
use std::{env, fs, path::PathBuf};
use view::{
    Chrome, Form, Tone, Viewer, assets,
    mail_text::NoticeMail,
    parts::{Choice, Crumb, Picture, ProductCard, Progress, StatusStep},
};

type Pairs = Vec<(String, String)>;

struct Sample {
    lede: &'static str,
    categories: &'static str,
    season: &'static str,
    product: &'static str,
    coop: &'static str,
    story: &'static str,
    stock: &'static str,
    quantity: &'static str,
    delivery: &'static str,
    delivery_short: &'static str,
    cod: &'static str,
    withdraw: &'static str,
    town: &'static str,
    town_name: &'static str,
    members: &'static str,
    since: &'static str,
    checkout: &'static str,
    order: &'static str,
    total: &'static str,
    print: &'static str,
    category_names: [&'static str; 14],
    products: [&'static str; 8],
    steps: [&'static str; 4],
}

#[derive(Template)]
#[template(path = "styleguide.html")]
struct Styleguide {
    c: Chrome,
    f: Form,
    s: Sample,
    page: &'static str,
    categories: Pairs,
    cards: Vec<ProductCard>,
    few: Vec<ProductCard>,
    photos: Vec<Picture>,
    price: Money,
    big: Money,
    each: String,
    variants: Vec<Choice>,
    choices: Vec<Choice>,
    pictures: Vec<Choice>,
    options: Pairs,
    names: Vec<String>,
    strip: Vec<StatusStep>,
    crumbs: Vec<Crumb>,
    next: Option<String>,
    icons: Vec<&'static str>,
}

const CATEGORIES: [&str; 14] = [
    "oils",
    "honey",
    "spreads",
    "grains",
    "dates-dried",
    "spices",
    "herbs",
    "preserves-sea",
    "fresh-dairy",
    "sweets",
    "cosmetics",
    "textile",
    "home-crafts",
    "leather-jewellery",
];

const PICTURES: [&str; 8] = [
    "huile-argan-alimentaire-250",
    "miel-euphorbe-tadla-500",
    "safran-taliouine-1g",
    "dattes-majhoul-1kg",
    "amlou-amande-250",
    "couscous-orge-1kg",
    "huile-olive-ouezzane-1l",
    "ras-el-hanout-100",
];

fn main() {
    let folder = PathBuf::from(env::args().nth(1).expect("the folder to write to"));
    for (name, asset) in assets::all() {
        let file = folder.join("a").join(name);
        fs::create_dir_all(file.parent().expect("a parent")).expect("the folder can be made");
        fs::write(file, asset.plain).expect("the file can be written");
    }
    for locale in [Locale::Ar, Locale::Fr, Locale::Zgh] {
        for page in ["home", "product", "form", "order"] {
            let html = guide(locale, page).render().expect("the page renders");
            let file = folder.join(locale.code()).join(format!("{page}.html"));
            println_size(&file, &html);
            fs::create_dir_all(file.parent().expect("a parent")).expect("the folder can be made");
            fs::write(file, html).expect("the page can be written");
        }
        let (html, text) = mail(locale).render().expect("the mail renders");
        fs::write(folder.join(locale.code()).join("mail.html"), html).expect("written");
        fs::write(folder.join(locale.code()).join("mail.txt"), text).expect("written");
    }
}

#[allow(clippy::print_stdout, reason = "the tool's own report")]
fn println_size(file: &std::path::Path, html: &str) {
    println!(
        "{}: {} bytes, {} in brotli",
        file.display(),
        html.len(),
        assets::brotli(html.as_bytes()).len()
    );
}

fn picture(name: &str) -> Picture {
    Picture {
        src: format!("/demo/{name}.svg"),
        srcset: String::new(),
        width: 640,
        height: 640,
        alt: String::new(),
    }
}

fn guide(locale: Locale, page: &'static str) -> Styleguide {
    let s = sample(locale);
    let cards: Vec<ProductCard> = s
        .products
        .iter()
        .zip(PICTURES)
        .enumerate()
        .map(|(i, (name, file))| ProductCard {
            href: "#".into(),
            name: (*name).into(),
            lang: locale.code(),
            picture: (i != 5).then(|| picture(file)),
            by: s.coop.into(),
            by_lang: "",
            place: "Agadir".into(),
            place_lang: "",
            price: Money::mad([13_000, 12_050, 4500, 8_990, 125_050, 1_890, 8_500, 2_500][i]),
            from: i % 3 == 0,
            unit_price: view::format::unit_price(locale, Money::mad(13_000), 250_000, "ml"),
            badge: match i {
                1 => Some((Tone::Good, s.stock.into())),
                4 => Some((Tone::Bad, s.order.into())),
                _ => None,
            },
        })
        .collect();
    let mut f = Form::from_pairs([
        ("name".to_owned(), "فاطمة Aït".to_owned()),
        ("phone".to_owned(), "06 12".to_owned()),
    ]);
    f.set("delivery", "a");
    f.set("category", "honey");
    if page == "form" {
        f.phone("phone", false);
        f.line("story", 400);
        f.integer("stock", 0, 9999);
    }
    f.set("variant", "a");
    let choice = |value: &str, label: &str, hint: &str, aside: String| Choice {
        value: value.into(),
        label: label.into(),
        hint: hint.into(),
        aside,
        picture: String::new(),
    };
    let money = |minor| view::format::money(locale, Money::mad(minor));
    let size = |amount| view::format::size(locale, amount, "ml");
    Styleguide {
        c: Chrome::new(locale, s.product)
            .with_path(if page == "home" { "" } else { "/styleguide" })
            .with_index(s.lede)
            .with_section(if page == "form" { "seller-products" } else { "products" })
            .with_demo(true)
            .with_viewer(if page == "form" {
                Viewer::Seller {
                    cooperative_name: s.coop.into(),
                    root: "/sell/1".into(),
                }
            } else {
                Viewer::Anyone
            })
            .with_operator("Tiwizi SARL", "bonjour@tiwizi.example"),
        f,
        page,
        categories: CATEGORIES
            .iter()
            .zip(s.category_names)
            .map(|(id, name)| (format!("category-{id}"), name.to_owned()))
            .collect(),
        few: cards.iter().take(4).cloned().collect(),
        cards,
        photos: PICTURES.iter().take(5).map(|p| picture(p)).collect(),
        price: Money::mad(13_000),
        big: Money::mad(1_250_050),
        each: view::format::unit_price(locale, Money::mad(13_000), 250_000, "ml").unwrap_or_default(),
        variants: vec![
            choice("a", &size(250_000), "", money(13_000)),
            choice("b", &size(500_000), "", money(24_000)),
        ],
        choices: vec![
            choice("a", s.delivery_short, s.delivery, money(3500)),
            choice("b", s.town, s.town_name, money(0)),
        ],
        pictures: CATEGORIES
            .iter()
            .zip(s.category_names)
            .map(|(id, name)| Choice {
                picture: format!("category-{id}"),
                ..Choice::new(*id, name)
            })
            .collect(),
        options: s
            .category_names
            .iter()
            .take(6)
            .map(|n| ((*n).to_owned(), (*n).to_owned()))
            .collect(),
        names: s.steps.iter().map(|n| (*n).to_owned()).collect(),
        strip: s
            .steps
            .iter()
            .zip(["basket", "check", "lorry", "home"])
            .zip([Progress::Done, Progress::Done, Progress::Now, Progress::Ahead])
            .map(|((label, icon), progress)| StatusStep {
                icon,
                label: (*label).into(),
                when: view::format::date(locale, kernel::Micros(1_795_000_000_000_000)),
                progress,
            })
            .collect(),
        crumbs: vec![
            Crumb {
                href: "#".into(),
                name: s.categories.into(),
            },
            Crumb {
                href: "#".into(),
                name: s.category_names[0].into(),
            },
        ],
        next: Some("#".into()),
        icons: assets::drawings()
            .filter(|n| !n.contains("category") && !n.contains("carpet") && *n != "favicon")
            .collect(),
        s,
    }
}

fn mail(locale: Locale) -> NoticeMail {
    let s = sample(locale);
    NoticeMail {
        locale,
        subject: s.order.into(),
        paragraphs: vec![s.lede.into(), s.story.into()],
        facts: vec![
            (s.total.into(), view::format::money(locale, Money::mad(125_050))),
            (s.town.into(), s.town_name.into()),
        ],
        action: Some((s.order.into(), "https://tiwizi.example/fr/orders/abcdef".into())),
        signature: vec!["Tiwizi SARL".into(), s.town_name.into()],
    }
}

fn sample(locale: Locale) -> Sample {
    if locale == Locale::Ar {
        Sample {
            lede: "زيت، عسل، زعفران وزرابي: تشتري مباشرة من تعاونيات المغرب وتدفع عند الاستلام.",
            categories: "ماذا تبحث عنه؟",
            season: "جديد هذا الموسم",
            product: "زيت أركان للأكل",
            coop: "تعاونية ضوء الأركان، بيوكرى",
            story: "نساء يكسرن نوى الأركان يدويا ثم يعصرن الزيت في وحدة صغيرة بالقرية.",
            stock: "متوفر",
            quantity: "العدد",
            delivery: "التوصيل إلى الدار البيضاء خلال 2 إلى 4 أيام",
            delivery_short: "التوصيل",
            cod: "تدفع نقدا عند الاستلام",
            withdraw: "يمكنك إرجاعه خلال 7 أيام",
            town: "المدينة",
            town_name: "بيوكرى، سوس ماسة",
            members: "الأعضاء",
            since: "تأسست سنة",
            checkout: "إتمام الطلب",
            order: "طلبك رقم 4512",
            total: "المجموع",
            print: "اطبع",
            category_names: [
                "الزيوت",
                "العسل ومنتجات الخلية",
                "أملو والمربى والدبس",
                "الكسكس والحبوب والقطاني",
                "التمور والفواكه الجافة",
                "التوابل والزعفران",
                "الأعشاب",
                "المصبرات ومنتجات البحر",
                "الطازج والحليب",
                "الحلويات",
                "التجميل والحمام",
                "الزرابي والنسيج",
                "الفخار والخشب",
                "الجلد والحلي",
            ],
            products: [
                "زيت أركان للأكل 250 مل",
                "عسل الدغموس من تادلة",
                "زعفران تالوين 1 غ",
                "تمر المجهول",
                "أملو باللوز",
                "كسكس الشعير",
                "زيت الزيتون من وزان",
                "رأس الحانوت",
            ],
            steps: ["السلة", "العنوان", "التوصيل", "التأكيد"],
        }
    } else {
        Sample {
            lede: "Huile, miel, safran, tapis\u{a0}: achetez directement aux coopératives du Maroc et payez à la livraison.",
            categories: "Que cherchez-vous\u{202f}?",
            season: "Nouveautés de saison",
            product: "Huile d’argan alimentaire",
            coop: "Coopérative Tafat n’Argan, Biougra",
            story: "Des femmes concassent l’amandon à la main et pressent l’huile dans un petit atelier du village.",
            stock: "En stock",
            quantity: "Quantité",
            delivery: "Livré à Casablanca en 2 à 4 jours",
            delivery_short: "Livraison",
            cod: "Paiement en espèces à la livraison",
            withdraw: "Retour possible pendant 7 jours",
            town: "Ville",
            town_name: "Biougra, Souss-Massa",
            members: "Membres",
            since: "Depuis",
            checkout: "Passer commande",
            order: "Votre commande 4512",
            total: "Total",
            print: "Imprimer",
            category_names: [
                "Huiles",
                "Miels et produits de la ruche",
                "Amlou, confitures et sirops",
                "Couscous, céréales et légumineuses",
                "Dattes et fruits secs",
                "Épices et safran",
                "Plantes aromatiques",
                "Conserves et mer",
                "Frais et laitiers",
                "Pâtisserie et biscuits",
                "Cosmétique et hammam",
                "Tapis et tissage",
                "Poterie et vannerie",
                "Cuir et bijoux",
            ],
            products: [
                "Huile d’argan alimentaire 250 ml",
                "Miel d’euphorbe du Tadla",
                "Safran de Taliouine 1 g",
                "Dattes Majhoul",
                "Amlou aux amandes",
                "Couscous d’orge",
                "Huile d’olive de Ouezzane",
                "Ras el hanout",
            ],
            steps: ["Panier", "Adresse", "Livraison", "Confirmer"],
        }
    }
}
