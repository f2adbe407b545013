# Only words that are sure. Everything else is shown in French, and the page says so.
brand-first = ⵜⵉⵡⵉⵣⵉ
language-name = ⵜⴰⵎⴰⵣⵉⵖⵜ
language-ar = ⵜⴰⵄⵔⴰⴱⵜ
language-fr = ⵜⴰⴼⵔⴰⵏⵙⵉⵙⵜ
language-en = ⵜⴰⵏⴳⵍⵉⵣⵜ
language-zgh = ⵜⴰⵎⴰⵣⵉⵖⵜ
