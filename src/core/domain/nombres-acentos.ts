/**
 * Nombres y apellidos frecuentes en México que llevan acento. Lista propia, de uso común; el acento es el que piden
 * las reglas generales de la Ortografía de la lengua española (RAE y ASALE, 2010): agudas en vocal, n o s; llanas en
 * otra consonante; esdrújulas siempre; y la i o la u tónica junto a vocal abierta. Sólo sirve para sugerir (17): hay
 * familias que escriben su apellido sin él, y manda el acta de nacimiento.
 */
export const ACENTUADOS: readonly string[] = `
Aarón Abdías Abigaíl Absalón Adán Adrián Ágata Agustín Aída Álvaro América Ananías Anahí Andrés Ángel Ángela
Ángeles Angélica Ángelo Anunciación Aristóteles Arístides Asunción Ascensión Bárbara Bartolomé Belén
Benjamín Bernabé Brígida Cándida Cándido Cástulo César Concepción Consolación Crispín Cristóbal Damián Darío
Débora Delfín Demóstenes Édgar Efraín Efrén Elías Eliú Eloísa Encarnación Esaú Estefanía Ezequías Fabián
Fátima Félix Fermín Filemón Gastón Germán Héctor Hércules Hernán Hipólito Inés Isaías Iván Jazmín Jeremías
Jesús Joaquín José Josué Julián Lázaro León Lucía Malaquías María Martín Matías Máximo Melquíades Mía Moisés
Mónica Nicéforo Nicolás Noé Noemí Nohemí Óscar Onésimo Plácido Próspero Purificación Ramón Raúl Régulo René
Rocío Rómulo Rosalía Rosalío Rubén Rubí Salomé Salomón Sansón Saraí Saúl Sebastián Serafín Simón Sócrates
Sofía Telésforo Teófilo Tobías Tomás Valentín Verónica Víctor Visitación Yazmín Zacarías Zenón Zoé Alarcón
Albarrán Alcalá Alcántara Alcázar Alemán Álvarez Aragón Arámbula Arévalo Ávalos Ávila Báez Bárcenas Barragán
Barrón Bazán Beltrán Benítez Bermúdez Cáceres Calderón Cárdenas Cazarín Cázares Chacón Chávez Cobián Colín
Colón Cortés Dávalos Dávila Díaz Domínguez Durán Echeverría Estévez Farías Fernández Frías Gaitán Galán
Galván Gálvez Gámez Garcés García Garzón Gastélum Gómez González Gutiérrez Guillén Guzmán Hernández Holguín
Ibáñez Íñiguez Jáuregui Jiménez Juárez Landín Limón López Luján Macías Magallón Malagón Marín Mármol Márquez
Martínez Mejía Meléndez Méndez Menéndez Millán Morán Nájera Narváez Núñez Obregón Olguín Ordóñez Páez Padrón
Pavón Peláez Pérez Piñón Quirós Ramírez Rendón Ríos Rincón Rodríguez Roldán Román Sáenz Sánchez
Santibáñez Saldívar Solís Suárez Téllez Terán Tobón Valdés Vásquez Vázquez Velázquez Velásquez Vélez
Villagrán Yáñez Zaldívar Zamarrón Zárate Zúñiga
`
	.trim()
	.split(/\s+/)
