import type { FuenteAcento } from './fuentes.ts'

/*
 * Nombres y apellidos que llevan acento o diéresis, con la lista de donde se tomó cada uno. Sólo sirven para sugerir
 * (17): hay familias que escriben su apellido sin él, y manda el acta de nacimiento. Cada uno se comprobó contra las
 * reglas generales de la Ortografía de la lengua española (RAE y ASALE, 2010), y así lo hace también la prueba: agudas
 * en vocal, n o s; llanas en otra consonante; esdrújulas siempre; la i o la u tónica junto a vocal abierta; y la
 * diéresis, donde la u suena entre g y e o i. De las listas ajenas se dejó fuera lo que no las cumple («Hernádez»,
 * «Tórrez», «Cortéz»).
 */

/** De @faker-js/faker, «es» y «es_MX». MIT, © 2022–2025 Faker. */
const FAKER_JS = `
Aarón Adán Agustín Alarcón Alcalá Alcántar Alemán Álvarez Andrés Ángel Ángela Ángeles Aragón Argüello Armendáriz
Ávalos Ávila Avilés Báez Barragán Beltrán Benítez Benjamín Bermúdez Berríos Cabán Calderón Cantú Cárdenas
Carreón Carrión Casárez César Chacón Chavarría Chávez Cintrón Colón Concepción Córdova Cortés Cristóbal Damián
Dávila Débora Díaz Domínguez Durán Echevarría Elías Enríquez Estefanía Estévez Farías Fernández Flórez Frías
Gaitán Galván Gálvez Gámez García Gastélum Gaytán Germán Girón Godínez Gómez González Guillén Gutiérrez Guzmán
Henríquez Hernán Hernández Holguín Inés Iván Jáquez Jerónimo Jesús Jiménez Joaquín José Juárez Lebrón León Limón
López Lucía Macías María Marilú Marín Márquez Marroquín Martín Martínez Matías Mejía Meléndez Méndez Menéndez
Mondragón Mónica Munguía Nájera Narváez Negrón Nevárez Nicolás Núñez Ordóñez Óscar Pabón Padrón Páez Pérez Pío
Quiñónez Ramírez Ramón Rascón Raúl Rendón Rentería Reséndez Rincón Ríos Rocío Rodríguez Roldán Rolón Rubén Sáenz
Sánchez Santillán Saúl Sepúlveda Sofía Solís Suárez Téllez Terán Tomás Urías Valdés Valentín Vásquez Vázquez
Velásquez Velázquez Vélez Véliz Verónica Víctor Villagómez Yáñez Zúñiga
`

/** De FakerPHP, que las tomó del INE de España. MIT, © 2011 François Zaninotto, © 2008 Caius Durling y otros. */
const FAKER_PHP = `
Adrián África Álvaro Antón Blázquez Córdoba Díez Encarnación Expósito Fátima Galán Giménez Héctor Hipólito
Ibáñez Jazmín Josué Julián Lázaro Luján Martí Máximo Mía Millán Morán Peláez Río Román Sáez Salomé Santamaría
Sebastián Simón Úrsula
`

/** Propia: frecuentes en México que las otras no traen, los de lenguas indígenas entre ellos. */
const EGRESO = `
Abdías Abdón Abigaíl Ábrego Absalón Ágata Águeda Agüero Agüeros Águila Ahuízotl Aída Álamo Alanís Albarrán
Alcántara Alcázar Alelí Alférez Algarín Alí Almazán Alvídrez Ámbar América Amézaga Amézquita Amílcar Anahí Anaís
Ananías Angélica Aníbal Antúnez Anunciación Arámbula Arámburo Aréchiga Arévalo Argüelles Arístegui
Arístides Aristóteles Aróstegui Ascensión Asdrúbal Asunción Axayácatl Azcárraga Azpíroz Balcázar Bárbara Bárcena
Bárcenas Barrón Bartolomé Batún Bazán Belén Beristáin Bernabé Berriozábal Betsabé Bolívar Borbón Borjón Bórquez
Bretón Brígida Buendía Cáceres Cámara Campirán Canché Cándida Cándido Castañón Cástor Castrejón Cástula Cástulo
Catalán Cázares Cázarez Cazarín Cerón Chablé Cháidez Chalé Cobián Colín Collí Consolación Cortázar Cosío Cossío
Cóyotl Crispín Críspulo Cuauhtémoc Cuéllar Cuitláhuac Dámaris Dámaso Darío Dávalos Delfín Demóstenes Donají
Echagüe Echánove Echavarría Echeverría Édgar Efraín Efrén Ehécatl Eleázar Élfego Elián Élida Eliézer Eliú
Elizarrarás Eloína Eloísa Eréndira Érica Érika Esaú Escandón Escárcega Espíndola Espíritu Ezequías Fabián Falcón
Farfán Félix Fermín Filemón Gámiz Gándara Gárate Garcés Garzón Gascón Gastón Gavaldón Gavilán Gedeón Génesis
Getsemaní Gibrán Gómora Góngora Güemes Güémez Güereca Güereña Guízar Güízar Gurría Hércules Hermógenes Híjar
Hilarión Huitrón Inclán Íngrid Íñigo Íñiguez Iraís Isaí Isaías Ítalo Itzá Itzamná Itzcóatl Izábal Izcóatl Jácome
Jaén Jáuregui Jehú Jeremías Jonás Jonatán Jordán Josías Kantún Landázuri Landín Lardizábal Lárraga Larráinzar
Ledón Leví Lía Liñán Lizárraga Lomelí Loría Luévano Machaín Magadán Magallón Malagón Malaquías Malváez Manjárrez
Manríquez Maríñez Mármol Mártir Máxima Mayén Mazón Medellín Meléndrez Melquíades Mendívil Merarí Mérida Milán
Míriam Mirón Mixcóatl Moisés Monzón Morín Múgica Murguía Murúa Múzquiz Nahúm Nápoles Natán Neftalí Nehemías
Nélida Néstor Nezahualcóyotl Nicéforo Nicté Noé Noemí Nohemí Obregón Océlotl Ocón Odín Olán Olguín Onésimo
Ortegón Pánfilo Papálotl Páramo Patrón Pavía Pavón Piñón Pitalúa Plácida Plácido Presentación Próspero
Purificación Quetzalcóatl Quiáhuitl Quintín Quirós Rábago Ramsés Régulo René Resurrección Rómulo Rosalía Rosalío
Rubí Sacnicté Saldívar Salmerón Salomón Sanmartín Sanromán Sansón Santibáñez Sarahí Saraí Seáñez Serafín Serdán
Sigüenza Simeón Sinaí Sócrates Sofonías Solórzano Sóstenes Tariácuri Tarín Telésforo Teódulo Teófilo Terrón
Tlacaélel Tláloc Tobías Tobón Tomé Tristán Ucán Vallín Véjar Verástegui Verdín Vértiz Villagrán Villalón
Visitación Vizcaíno Xicoténcatl Xóchitl Xólotl Yagüe Yahír Yanín Yasmín Yazmín Yépez Yólotl Zacarías Zaldívar
Zamarrón Zárate Zenón Zoé Zósimo Zubirán Zubiría
`

const palabras = (lista: string): readonly string[] => lista.trim().split(/\s+/)

/** Cada palabra con su acento, por la lista de donde se tomó; ninguna está en dos. */
export const ACENTUADOS: Readonly<Record<FuenteAcento, readonly string[]>> = {
	'faker-js': palabras(FAKER_JS),
	'faker-php': palabras(FAKER_PHP),
	egreso: palabras(EGRESO),
}
