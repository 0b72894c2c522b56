package proposal

func dutch() *grammar {
	return &grammar{
		language: "nl",
		modals: []modal{
			{re(`(?i)\b(verbindt|verbinden|verplicht|verplichten) zich (er(toe)?,? )?(geen|niet)\b|\b(is|zijn) niet (bevoegd|gerechtigd|gemachtigd|toegestaan)\b|\b(is|zijn) verboden\b`), Prohibition, false, false, false},
			{re(`(?i)\b(moet|moeten|dient|dienen)\b`), Obligation, true, false, false},
			{re(`(?i)\b(verbindt|verbinden|verplicht|verplichten) zich\b|\b(is|zijn) (verplicht|gehouden)\b`), Obligation, false, false, false},
			{re(`(?i)\b(zal|zullen)\b`), Obligation, true, false, false},
			{re(`(?i)\b(heeft|hebben)( \pL+){0,2} (het recht|recht op|voorrang)\b|\b(is|zijn)( [\pL,-]+){0,18} bevoegd\b|\b(is|zijn) (gerechtigd|gemachtigd|toegestaan|vrijgesteld)\b|\bgenie(t|ten)\b`), Permission, false, false, false},
			{re(`(?i)\b(oefent|oefenen)( \pL+){0,4} rechtsmacht\b`), Power, false, false, false},
			{re(`(?i)\b(kan|kunnen|mag|mogen)\b`), Permission, true, false, false},
			{re(`(?i)\b(wordt|worden)\b`), Obligation, true, false, true},
			{re(`(?i)\b(doet|doen)\b.{0,150}?\bmededeling\b|\b(verleent|verlenen)\b.{0,100}?\bmedewerking\b`), Obligation, false, false, false},
		},
		opens:    re(`(?i)^(indien|wanneer|ingeval|in|tenzij|behoudens|onverminderd|na|voor|ter|bij|op|onder|met|niettegenstaande|ongeacht|zodra|gedurende|binnen|voorzover|voor zover|zonder|overeenkomstig|ten|te)\b`),
		parts:    re(`(?i)^(in|op|bij|met|en|of|alsmede|die|dat|welke|tenzij|indien|onder|van|voor|na|overeenkomstig|ingevolge|behoudens|door)\b`),
		relative: re(`(?i)(^|[ ,(])(die|dat|welke|waar\pL*|indien|wanneer|als|zoals|tenzij|wie|hetgeen|voor ?zover)( [\pL-]+){0,30} ?$|\bte $`),
		works: re(`(?i)^([\pL, -]+ )?(van toepassing|van kracht|in werking|verstaan|geacht|beschouwd|aangemerkt|gerekend|onverlet|plaats ?vinden|buiten werking|(mede )?omvatten|betekenen|voorgelegd geacht|uitgelegd)\b|` +
			`^op de volgende wijze`),
		rests: []rest{
			{re(`(?i)^([\pL, -]+ )?(opzeggen|opgezegd|beëindigen|beëindigd|toetreden|intrekken|wijzigen|gewijzigd|herzien|aanwijzen|besluiten|schorsen|opgeschort|uitoefenen|verklaren|uitbreiden)\b`), Permission, Power},
		},
		negative: re(`(?i)^(([\pL-]+ ){0,8})(niet|geen|nimmer|nooit)\b`),
		passive:  re(`(?i)\b(ge\pL+|\pL{1,5}ge\pL+|ver\pL+[dt]|be\pL+[dt]|her\pL+|ont\pL+|over\pL+[dnt]|aan\pL+en|in\pL+en|uit\pL+en) worden\b|\bworden (ge|ver|be|aan|in|uit)\pL+|^[\pL, ()-]+ (ge\pL+(d|t|en)|\pL+ge\pL+(d|t|en)|ver\pL+(d|t|en)|be\pL+(d|t|en)|her\pL+|over\pL+)\b`),
		agent:    re(`(?i)\b(door|tussen) `),
		nobody:   re(`(?i)^(geen|niemand|noch)\b`),
		tail:     re(`(?i)\b(elke|iedere|elk|ieder|alle) ([\pL-]+ ?){1,5}$`),
		gains:    re(`(?i)\b(genieten|ontlenen)\b`),
		pronoun:  re(`(?i)\b(hij|zij)$`),
		opened:   re(`(?i)^(indien|wanneer|ingeval|zodra|tenzij) `),
		nothing:  re(`(?i)^(niets|geen enkele bepaling|(het bepaalde in )?dit (verdrag|artikel|lid|protocol))\b`),
		trailing: re(`(?i)\b(indien|wanneer|tenzij|mits|op voorwaarde|voor ?zover|behoudens|totdat|onder voorbehoud)\b`),
		inverts:  true,
		roles: []role{
			{re(`(?i)staat van (verblijf|herkomst) en (van )?(de )?(autoriteiten van de )?staat van`), "party", false},
			{re(`(?i)\b(lid|leden|personeel|personeelsleden|krijgsmacht|strijdkrachten|civiele dienst|gezinslid|gezinsleden|eenheden|eenheid|commandant|formaties)\b`), "personnel", true},
			{re(`(?i)\b(staat van verblijf|ontvangende (staat|partij)|ontvangstaat|gast(staat|land))`), "receiving", false},
			{re(`(?i)\b(staat van herkomst|zend(staat|ende (staat|partij)))`), "sending", false},
			{re(`(?i)\bdepositaris\b`), "depositary", false},
			{re(`(?i)\b(hoofdkwartier(en)?|missie|raad|vergadering|conferentie|commissie|comité|organisatie|gerecht|gerechtshof|arbiter|secretaris-generaal)\b`), "organ", true},
			{re(`(?i)\b(persoon|personen|ambtena(ar|ren)|verdachte|onderdanen)\b`), "person", true},
			{re(`(?i)\b(verdragsluitende )?(partij(en)?|regeringen|(elke|iedere|een) staat|(bevoegde )?autoriteiten van .* en (van )?)\b`), "party", false},
			{re(`(?i)\b(staat|regering|autoriteiten|ministerie|minister)\b`), "other", false},
			{re(`(?i)^\W*(hij|zij|het|deze)\b`), "pronoun", false},
		},
		clocks: []timing{
			{re(`(?i)\b(binnen( een termijn van)?|uiterlijk|ten ?minste|ten hoogste) (?P<n>\d+|\pL+( \(\d+\))?) (?P<kind>werk)?(?P<unit>dagen|dag|weken|week|maanden|maand|jaar|jaren) ?(?P<join>na|nadat|voor|vóór|voordat|vanaf|te rekenen vanaf)? ?(?P<event>[^,;.]*)`), re(`(?i)^(voor|vóór|voordat)$`)},
		},
		soon: re(`(?i)\b(onmiddellijk|onverwijld|terstond|zo spoedig mogelijk|ieder jaar|elk jaar|jaarlijks|op verzoek|vooraf)\b`),
	}
}
