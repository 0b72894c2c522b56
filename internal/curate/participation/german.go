package participation

import ent "entente"

// german holds the names of States as Swiss federal law prints them.
var german = map[string]ent.StateCode{
	"Afghanistan": "AFG", "Ägypten": "EGY", "Albanien": "ALB", "Algerien": "DZA", "Andorra": "AND", "Angola": "AGO", "Antigua und Barbuda": "ATG",
	"Äquatorialguinea": "GNQ", "Argentinien": "ARG", "Armenien": "ARM", "Aserbaidschan": "AZE", "Äthiopien": "ETH", "Australien": "AUS",
	"Bahamas": "BHS", "Bahrain": "BHR", "Bangladesch": "BGD", "Barbados": "BRB", "Belarus": "BLR", "Belgien": "BEL", "Belize": "BLZ", "Benin": "BEN",
	"Bhutan": "BTN", "Bolivien": "BOL", "Bosnien und Herzegowina": "BIH", "Botsuana": "BWA", "Brasilien": "BRA", "Brunei": "BRN", "Bulgarien": "BGR",
	"Burkina Faso": "BFA", "Burundi": "BDI", "Chile": "CHL", "China": "CHN", "Cook-Inseln": "COK", "Costa Rica": "CRI", "Côte d'Ivoire": "CIV",
	"Dänemark": "DNK", "Deutschland": "DEU", "Dominica": "DMA", "Dominikanische Republik": "DOM", "Dschibuti": "DJI", "Ecuador": "ECU",
	"El Salvador": "SLV", "Eritrea": "ERI", "Estland": "EST", "Eswatini": "SWZ", "Fidschi": "FJI", "Finnland": "FIN", "Frankreich": "FRA",
	"Gabun": "GAB", "Gambia": "GMB", "Georgien": "GEO", "Ghana": "GHA", "Grenada": "GRD", "Griechenland": "GRC", "Guatemala": "GTM", "Guinea": "GIN",
	"Guinea-Bissau": "GNB", "Guyana": "GUY", "Haiti": "HTI", "Heiliger Stuhl": "VAT", "Vatikanstadt": "VAT", "Honduras": "HND", "Indien": "IND",
	"Indonesien": "IDN", "Irak": "IRQ", "Iran": "IRN", "Irland": "IRL", "Island": "ISL", "Israel": "ISR", "Italien": "ITA", "Jamaika": "JAM",
	"Japan": "JPN", "Jemen": "YEM", "Jordanien": "JOR", "Kambodscha": "KHM", "Kamerun": "CMR", "Kanada": "CAN", "Kap Verde": "CPV", "Kasachstan": "KAZ",
	"Katar": "QAT", "Kenia": "KEN", "Kirgisistan": "KGZ", "Kiribati": "KIR", "Kolumbien": "COL", "Komoren": "COM", "Kongo (Brazzaville)": "COG",
	"Kongo (Kinshasa)": "COD", "Korea (Nord-)": "PRK", "Korea (Süd-)": "KOR", "Kroatien": "HRV", "Kuba": "CUB", "Kuwait": "KWT", "Laos": "LAO",
	"Lesotho": "LSO", "Lettland": "LVA", "Libanon": "LBN", "Liberia": "LBR", "Libyen": "LBY", "Liechtenstein": "LIE", "Litauen": "LTU",
	"Luxemburg": "LUX", "Madagaskar": "MDG", "Malawi": "MWI", "Malaysia": "MYS", "Malediven": "MDV", "Mali": "MLI", "Malta": "MLT", "Marokko": "MAR",
	"Marshallinseln": "MHL", "Mauretanien": "MRT", "Mauritius": "MUS", "Mazedonien": "MKD", "Nordmazedonien": "MKD", "Mexiko": "MEX",
	"Mikronesien": "FSM", "Moldau": "MDA", "Monaco": "MCO", "Mongolei": "MNG", "Montenegro": "MNE", "Mosambik": "MOZ", "Myanmar": "MMR",
	"Namibia": "NAM", "Nauru": "NRU", "Nepal": "NPL", "Neuseeland": "NZL", "Nicaragua": "NIC", "Niederlande": "NLD", "Niger": "NER", "Nigeria": "NGA",
	"Niue": "NIU", "Norwegen": "NOR", "Oman": "OMN", "Österreich": "AUT", "Pakistan": "PAK", "Palästina": "PSE", "Palau": "PLW", "Panama": "PAN",
	"Papua-Neuguinea": "PNG", "Paraguay": "PRY", "Peru": "PER", "Philippinen": "PHL", "Polen": "POL", "Portugal": "PRT", "Ruanda": "RWA",
	"Rumänien": "ROU", "Russland": "RUS", "Salomoninseln": "SLB", "Sambia": "ZMB", "Samoa": "WSM", "San Marino": "SMR", "São Tomé und Príncipe": "STP",
	"Saudi-Arabien": "SAU", "Schweden": "SWE", "Schweiz": "CHE", "Senegal": "SEN", "Serbien": "SRB", "Serbien und Montenegro": "SCG",
	"Seychellen": "SYC", "Sierra Leone": "SLE", "Simbabwe": "ZWE", "Singapur": "SGP", "Slowakei": "SVK", "Slowenien": "SVN", "Somalia": "SOM",
	"Spanien": "ESP", "Sri Lanka": "LKA", "St. Kitts und Nevis": "KNA", "St. Lucia": "LCA", "St. Vincent und die Grenadinen": "VCT", "Südafrika": "ZAF",
	"Südsudan": "SSD", "Sudan": "SDN", "Suriname": "SUR", "Swasiland": "SWZ", "Syrien": "SYR", "Tadschikistan": "TJK", "Tansania": "TZA",
	"Thailand": "THA", "Timor-Leste": "TLS", "Togo": "TGO", "Tonga": "TON", "Trinidad und Tobago": "TTO", "Tschad": "TCD",
	"Tschechische Republik": "CZE", "Tunesien": "TUN", "Türkei": "TUR", "Turkmenistan": "TKM", "Tuvalu": "TUV", "Uganda": "UGA", "Ukraine": "UKR",
	"Ungarn": "HUN", "Uruguay": "URY", "Usbekistan": "UZB", "Vanuatu": "VUT", "Venezuela": "VEN", "Vereinigte Arabische Emirate": "ARE",
	"Vereinigte Staaten": "USA", "Vereinigtes Königreich": "GBR", "Vietnam": "VNM", "Zentralafrikanische Republik": "CAF", "Zypern": "CYP",
}

// germanTerritories are lines of the tables that belong to the State above them and are no parties.
var germanTerritories = map[string]bool{
	"Akrotiri und Dhekelia": true, "Anguilla": true, "Aruba": true, "Bermudas": true, "Britische Jungferninseln": true,
	"China a Hongkong": true, "Curaçao": true, "Falklandinseln": true, "Färöer": true, "Gibraltar": true, "Guernsey": true, "Hongkong": true,
	"Insel Man": true, "Jersey": true, "Kaimaninseln": true, "Karibische Gebiete": true, "Macau": true, "Niederlande Aruba": true,
	"Niederländische Antillen": true, "Sint Eustatius und Saba": true, "Sint Eustatius und Saba)": true, "Sint Maarten": true,
	"Souveränität des Vereinigten Königreichs": true, "Souveräntiät des Vereinigten Königreichs": true, "Tokelau": true,
}
