import { filas } from './filas.ts'

/** Nombres de pila con la forma de los que hay en México: SAE, la propuesta y, si se sugieren, con sus acentos (17). */
export const NOMBRES = filas(`
ANA | Ana
MARIA | Maria | María
MARÍA | María
JOSE | Jose | José
JOSÉ LUIS | José Luis
JUAN CARLOS | Juan Carlos
MARIA GUADALUPE | Maria Guadalupe | María Guadalupe
MA. GUADALUPE | Ma. Guadalupe
MA GUADALUPE | Ma Guadalupe
MA. DEL CARMEN | Ma. del Carmen
MA DE LOS ANGELES | Ma de los Angeles | Ma de los Ángeles
Mª JOSÉ | Mª José
MARIA DE LOS ANGELES | Maria de los Angeles | María de los Ángeles
MARÍA DEL CARMEN | María del Carmen
MARIA DE LA LUZ | Maria de la Luz | María de la Luz
MARIA DE JESUS | Maria de Jesus | María de Jesús
MARÍA DE LAS NIEVES | María de las Nieves
MARIA DEL ROSARIO | Maria del Rosario | María del Rosario
MARIA DE LA CONCEPCION | Maria de la Concepcion | María de la Concepción
MARÍA DEL SOL | María del Sol
MARIA DEL PILAR | Maria del Pilar | María del Pilar
FLOR DE MARIA | Flor de Maria | Flor de María
LUZ DEL ALBA | Luz del Alba
ROSA DE LIMA | Rosa de Lima
JUAN DE DIOS | Juan de Dios
JOSE DE JESUS | Jose de Jesus | José de Jesús
ANGEL DE JESUS | Angel de Jesus | Ángel de Jesús
JUAN DE LA CRUZ | Juan de la Cruz
SAN JUANA | San Juana
SANJUANA | Sanjuana
J. JESÚS | J. Jesús
J JESUS | J Jesus | J Jesús
J. J. | J. J.
JUAN D. | Juan D.
LUIS E | Luis E
LUIS E TORIBIO | Luis E Toribio
JUAN E IGNACIO | Juan e Ignacio
ANA Y EVA | Ana y Eva
MARIO Y | Mario Y
JUAN I PABLO | Juan I Pablo
JUAN PABLO II | Juan Pablo II
LUIS III | Luis III
VÍCTOR HUGO | Víctor Hugo
VICTOR | Victor | Víctor
HECTOR RAUL | Hector Raul | Héctor Raúl
CESAR AUGUSTO | Cesar Augusto | César Augusto
OSCAR IVAN | Oscar Ivan | Óscar Iván
MARTIN | Martin | Martín
AGUSTIN | Agustin | Agustín
JOAQUIN | Joaquin | Joaquín
SEBASTIAN | Sebastian | Sebastián
JULIAN | Julian | Julián
ADRIAN | Adrian | Adrián
FABIAN | Fabian | Fabián
RUBEN | Ruben | Rubén
RAMON | Ramon | Ramón
SIMON | Simon | Simón
SALOMON | Salomon | Salomón
TOMAS | Tomas | Tomás
NICOLAS | Nicolas | Nicolás
ISAIAS | Isaias | Isaías
ELIAS | Elias | Elías
JEREMIAS | Jeremias | Jeremías
MATIAS | Matias | Matías
MOISES | Moises | Moisés
NOE | Noe | Noé
JOSUE | Josue | Josué
RENE | Rene | René
SOFIA | Sofia | Sofía
LUCIA | Lucia | Lucía
ROCIO | Rocio | Rocío
MONICA | Monica | Mónica
VERONICA | Veronica | Verónica
ANGELICA | Angelica | Angélica
BARBARA | Barbara | Bárbara
FATIMA | Fatima | Fátima
BELEN | Belen | Belén
INES | Ines | Inés
NOEMI | Noemi | Noemí
NOHEMI | Nohemi | Nohemí
ANAHI | Anahi | Anahí
SARAHI | Sarahi | Sarahí
ZOE | Zoe | Zoé
MIA | Mia | Mía
ANAIS | Anais | Anaís
JAZMIN | Jazmin | Jazmín
DÁMARIS | Dámaris
JAZMÍN YARETZI | Jazmín Yaretzi
BRITANY MICHELLE | Britany Michelle
BRAYAN | Brayan
KEVIN ALEXANDER | Kevin Alexander
JENNIFER | Jennifer
WENDY | Wendy
SHEYLA | Sheyla
ZURIÑE | Zuriñe
BEGOÑA | Begoña
IÑAKI | Iñaki
MARIE-CLAIRE | Marie-Claire
JEAN-PIERRE | Jean-Pierre
ANA - SOFÍA | Ana-Sofía
D'ANDRE | D'Andre
DE'ANDRE | De'Andre
N'GOLO | N'Golo
FRANÇOIS | François
CHLOÉ | Chloé
ZOË | Zoë
İBRAHİM | Ibrahim
ŁUKASZ | Łukasz
JÜRGEN | Jürgen
  ANA   SOFÍA  | Ana Sofía
XOCHITL | Xochitl | Xóchitl
CITLALI | Citlali
CITLALLI | Citlalli
NAYELI | Nayeli
ITZEL | Itzel
IXCHEL | Ixchel
YARETZI | Yaretzi
ERENDIRA | Erendira | Eréndira
TONATIUH | Tonatiuh
CUAUHTEMOC | Cuauhtemoc | Cuauhtémoc
CUITLAHUAC | Cuitlahuac | Cuitláhuac
NEZAHUALCOYOTL | Nezahualcoyotl | Nezahualcóyotl
TLALLI | Tlalli
DONAJI | Donaji | Donají
NICTE-HA | Nicte-Ha | Nicté-Ha
K'UK'ULKAN | K'uk'ulkan
K'IIN | K'iin
SAK NIKTE' | Sak Nikte'
GUIE'XHUUBA | Guie'xhuuba
XUNAXHI | Xunaxhi
TZ'UNUN | Tz'unun
YAATZIL | Yaatzil
`)
