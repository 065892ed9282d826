import { filas } from './filas.ts'

/** Apellidos con la forma de los que hay en México: SAE, la propuesta y, si se sugieren, con sus acentos (17). */
export const APELLIDOS = filas(`
LOPEZ | Lopez | López
LÓPEZ | López
HERNANDEZ | Hernandez | Hernández
GARCIA | Garcia | García
GONZALEZ | Gonzalez | González
RODRIGUEZ | Rodriguez | Rodríguez
PEREZ | Perez | Pérez
SANCHEZ | Sanchez | Sánchez
RAMIREZ | Ramirez | Ramírez
FLORES | Flores
CRUZ | Cruz
REYES | Reyes
RUIZ | Ruiz
ORTIZ | Ortiz
MUÑIZ | Muñiz
CORTES | Cortes | Cortés
CORTEZ | Cortez
VALDES | Valdes | Valdés
VALDEZ | Valdez
NUÑEZ | Nuñez | Núñez
NUNEZ | Nunez
ORDOÑEZ | Ordoñez | Ordóñez
IBAÑEZ | Ibañez | Ibáñez
YAÑEZ | Yañez | Yáñez
ZUÑIGA | Zuñiga | Zúñiga
PEÑA | Peña
MUÑOZ | Muñoz
TREVIÑO | Treviño
ÑÁÑEZ | Ñáñez
AÑORVE | Añorve
RIOS | Rios | Ríos
RÍOS | Ríos
LEON | Leon | León
MEJIA | Mejia | Mejía
FARIAS | Farias | Farías
MACIAS | Macias | Macías
MACÍAS | Macías
MACEDO | Macedo
MACHADO | Machado
MACHORRO | Machorro
MACKENZIE | Mackenzie
MACGREGOR | MacGregor
MACARTHUR | MacArthur
MACDONALD | MacDonald
MAC GREGOR | Mac Gregor
FERRER MAC-GREGOR | Ferrer Mac-Gregor
MCGREGOR | McGregor
MCDONALD'S | McDonald's
MC ALLISTER | Mc Allister
O'FARRILL | O'Farrill
O´FARRILL | O'Farrill
O’GORMAN | O'Gorman
O 'REILLY | O'Reilly
O'HARA DE LA PEÑA | O'Hara de la Peña
D'ANGELO | D'Angelo
D' ANGELO | D'Angelo
D'AVILA | D'Avila | D'Ávila
DELL'ANNA | Dell'Anna
DALL'AGNOL | Dall'Agnol
SANT'ANNA | Sant'Anna
L'HERMITE | L'Hermite
M'BAPPÉ | M'Bappé
DE LA CRUZ | De la Cruz
DE LA O | De la O
DE LA TORRE | De la Torre
DE LA ROSA | De la Rosa
DE LOS SANTOS | De los Santos
DE LAS CASAS | De las Casas
DE LEON | De Leon | De León
DE JESUS | De Jesus | De Jesús
DE DIOS | De Dios
DE ANDA | De Anda
DEL RIO | Del Rio | Del Río
DEL ÁNGEL | Del Ángel
DEL VALLE | Del Valle
DEL TORO | Del Toro
DEL | Del
LA TORRE | La Torre
LAS HERAS | Las Heras
CASTRO LA TORRE | Castro La Torre
MONTES DE OCA | Montes de Oca
PONCE DE LEÓN | Ponce de León
DIAZ DE LA VEGA | Diaz de la Vega | Díaz de la Vega
DÍAZ DE LEÓN | Díaz de León
GARCÍA DE LA CADENA | García de la Cadena
GÓMEZ DEL CAMPO | Gómez del Campo
GOMEZ MONT | Gomez Mont | Gómez Mont
FERNÁNDEZ DE LARA | Fernández de Lara
SÁNCHEZ DE TAGLE | Sánchez de Tagle
LADRÓN DE GUEVARA | Ladrón de Guevara
NIÑO DE RIVERA | Niño de Rivera
PÉREZ DE LOS RÍOS | Pérez de los Ríos
DE LOS SANTOS DE LA CRUZ | De los Santos de la Cruz
PONCE DE LEÓN Y DE LA TORRE | Ponce de León y de la Torre
LÓPEZ Y FUENTES | López y Fuentes
CALDERÓN Y CALDERÓN | Calderón y Calderón
ORTEGA Y GASSET | Ortega y Gasset
GÓMEZ Y LA TORRE | Gómez y La Torre
ALTOS E IRIARTE | Altos e Iriarte
SILVA E COSTA | Silva e Costa
PI I MARGALL | Pi i Margall
SAN MARTIN | San Martin | San Martín
SAN ROMÁN | San Román
SANTA CRUZ | Santa Cruz
SANTA MARÍA | Santa María
SANTAMARIA | Santamaria | Santamaría
SAN JUAN DE DIOS | San Juan de Dios
GARCÍA-HUIDOBRO | García-Huidobro
GARCIA - HUIDOBRO | Garcia-Huidobro | García-Huidobro
GARCÍA–ROJAS | García-Rojas
LARA-DE LA PEÑA | Lara-de la Peña
VAN DER LINDEN | Van der Linden
VAN DEN BERG | Van den Berg
VAN 'T HOFF | Van 't Hoff
CASTRO VAN DYCK | Castro van Dyck
VON HUMBOLDT | Von Humboldt
VON DER LEYEN | Von der Leyen
VON UND ZU BERG | Von und zu Berg
SAID IBN BADR | Said ibn Badr
GARCÍA—ROJAS | García-Rojas
MACCISE | Maccise
DI COSTANZO | Di Costanzo
DI STEFANO | Di Stefano
DA SILVA | Da Silva
DOS SANTOS | Dos Santos
OLIVEIRA DOS SANTOS | Oliveira dos Santos
DU PONT | Du Pont
DELLA ROCCA | Della Rocca
LE BLANC | Le Blanc
SAINT-EXUPÉRY | Saint-Exupéry
SCHMIDT | Schmidt
MÜLLER | Müller
KÖNIG | König
WEISS | Weiss
KOWALSKI | Kowalski
NOVÁK | Novák
LØVÅS | Løvås
PEREYRA | Pereyra
CHAN | Chan
LI | Li
DI | Di
WONG | Wong
YI | Yi
VI | Vi
IX | Ix
XI | Xi
O | O
NGUYỄN | Nguyễn
AL-SAYED | Al-Sayed
HADDAD | Haddad
SLIM | Slim
AGUERO | Aguero | Agüero
AGÜERO | Agüero
GUEMES | Guemes | Güemes
GÜERECA | Güereca
ARGUELLES | Arguelles | Argüelles
ARGUELLO | Arguello | Argüello
SIGUENZA | Siguenza | Sigüenza
GUIZAR | Guizar | Guízar
GUERRERO | Guerrero
AGUILAR | Aguilar
UC | Uc
KU | Ku
CHI | Chi
EK | Ek
UH | Uh
MAY | May
PECH | Pech
CANUL | Canul
DZUL | Dzul
TZUC | Tzuc
UICAB | Uicab
COLLI | Colli | Collí
CANCHE | Canche | Canché
XOOL | Xool
XIU | Xiu
BALAM | Balam
COUOH | Couoh
MOO | Moo
CHI' | Chi'
CUAUTLE | Cuautle
TEPOXTECATL | Tepoxtecatl
XICOTENCATL | Xicotencatl | Xicoténcatl
TECUAPETLA | Tecuapetla
XOCHIHUA | Xochihua
TZOMPANTZI | Tzompantzi
COYOTL | Coyotl | Cóyotl
TZINTZUN | Tzintzun
HUAROCO | Huaroco
ÑUU | Ñuu
JPAXKUꞌ | Jpaxku'
GARCÍA III | García III
DELACRUZ | Delacruz
DELEON | Deleon
ELIZARRARAS | Elizarraras | Elizarrarás
ECHEVERRIA | Echeverria | Echeverría
MUZQUIZ | Muzquiz | Múzquiz
MARROQUIN | Marroquin | Marroquín
SOLORZANO | Solorzano | Solórzano
ARAMBULA | Arambula | Arámbula
SEAÑEZ | Seañez | Seáñez
`)
