package proposal

func french() *grammar {
	return &grammar{
		language: "fr",
		modals: []modal{
			{re(`(?i)\bne (peut|peuvent|pourra|pourront|doit|doivent|devra|devront)\b|\bn['’](est|sont) (pas )?(autorisé|permis|admis)|\b(est|sont) interdit|\bs['’](engagent|engage|abstiendra|abstiendront)( \pL+)? (à ne|de ne)\b`), Prohibition, false, false, false},
			{re(`(?i)\b(doit|doivent|devra|devront)\b`), Obligation, true, false, false},
			{re(`(?i)\bs['’]engage(nt|ra|ront)?\b|\b(est|sont|sera|seront) (tenue?s?|obligée?s?) (de|à)\b`), Obligation, false, false, false},
			{re(`(?i)\b(a|ont|aura|auront) le droit\b|\b(est|sont|sera|seront) (exempt|exonér|dispens|autoris|habilit)|\b(jouit|jouissent|jouira|jouiront|bénéficie|bénéficient|bénéficiera|bénéficieront)\b`), Permission, false, false, false},
			{re(`(?i)\b(exerce|exercent|exercera|exerceront) (sa |leur |la )?juridiction\b`), Power, false, false, false},
			{re(`(?i)\b(peut|peuvent|pourra|pourront)\b`), Permission, true, false, false},
			{re(`(?i)\b(est|sont) (\pL+ment )?\pL+(é|ée|és|ées|is|ise|ises|ies?|ues?|us)(e?s)?( |$)`), Obligation, true, false, true},
			{re(`(?i)\b\pL+(era|eront|ira|iront|dra|dront|tra|tront|aura|auront)\b`), Obligation, true, false, false},
		},
		opens:    re(`(?i)^(si|s['’]il|lorsque|lorsqu|quand|en cas|dans|sous|sauf|au|aux|pour|à|en|sans|nonobstant|avant|après|pendant|conformément|lors|chaque fois|toutefois, si)\b`),
		parts:    re(`(?i)^(dans|en|au|aux|à|pour|sous|si|lorsque|et|ou|ainsi|y compris|qui|que|sauf|après|avant|par|sur|notamment|conformément|le cas|sans)\b`),
		relative: re(`(?i)(^|[ ,(])(qui|que|qu['’]\pL*|dont|où|lorsque|si|lequel|laquelle|lesquels|lesquelles)( [\pL’']+){0,3} ?$`),
		works: re(`(?i)^((pas|également|aussi) )*(être )?((pas|également) )*(en vigueur|applicables?|considérée?s?|réputée?s?|en application|ouverte?|valable|définitive?|comprendre|comprise?s?|inclure|fin\b|effet\b|régie?s?\b|partie intégrante)|` +
			`^(en|fin|effet) `),
		rests: []rest{
			{re(`(?i)^(également |à tout moment )*(dénoncer|retirer|résilier|adhérer|déclarer|modifier|renoncer|suspendre|désigner|décider|conclure|étendre|exercer)\b`), Permission, Power},
			{re(`(?i)^(être )?(dénoncée?|résiliée?|modifiée?|révisée?|suspendue?|étendue?)`), Permission, Power},
			{re(`(?i)^(le droit|exempt|exonér|libre)`), Obligation, Permission},
		},
		negative: re(`(?i)^(pas|jamais|en aucun cas|à ne pas|à n['’])`),
		passive:  re(`(?i)^((également|aussi|immédiatement) )*(être )?(\pL+(é|ée|és|ées|is|ise|ises|it|ite|its|ites|ie|ies|us|ue|ues|u|rts?|rtes?|int|ints)|fait|faite|faits|faites)\b( |$|\.|,)`),
		agent:    re(`(?i)\b(par|entre) `),
		nobody:   re(`(?i)^(aucun|aucune|nul|ni)\b`),
		tail:     re(`(?i)\b(chaque|tout|toute|tous les) ([\pL-]+ ?){1,5}$`),
		gains:    re(`(?i)^.{0,60}\b(jouir|bénéficier)\b`),
		pronoun:  re(`(?i)\b(ils?|elles?)( en| y| leur| lui)?$`),
		opened:   re(`(?i)^(si|lorsque|lorsqu['’]|quand|en cas d[e'’]|au cas où|chaque fois que?)( |\b)(les|le|la|un|une|l['’])?`),
		nothing:  re(`(?i)^(rien|aucune disposition|les? (présent|dispositions?))\b`),
		trailing: re(`(?i)\b(si|lorsque|à moins que|à condition|pourvu que|sous réserve|sauf|dans la mesure où|tant que)\b`),
		roles: []role{
			{re(`(?i)(envoi|séjour|origine|accueil) et (de |à )?(l[’\']état|les autorités de l[’\']état) d`), "party", false},
			{re(`(?i)\b(membres?|personnels?|les militaires|forces?|élément civil|personnes? à charge|unités?|chefs? de convoi|formations?|troupes)\b`), "personnel", true},
			{re(`(?i)(état|partie|unité|pays) (d['’](accueil|séjour)|hôte|de séjour|réceptri)`), "receiving", false},
			{re(`(?i)(état|partie|pays) (d['’](envoi|origine)|contributeur)`), "sending", false},
			{re(`(?i)\bdépositaire\b`), "depositary", false},
			{re(`(?i)\b(quartiers? généra(l|ux)|mission|conseil|réunion|conférence|commission|comité|organisation|cour|tribunal|secrétaire)\b`), "organ", true},
			{re(`(?i)\b(personnes?|agents?|accusé|individus?|ressortissants?)\b`), "person", true},
			{re(`(?i)\b(parties?|gouvernements|chaque (état|gouvernement)|tout état|les (deux )?états)\b`), "party", false},
			{re(`(?i)\b(état|gouvernement|autorités|services|ministère|commandant|commandement)\b`), "other", false},
			{re(`(?i)^\W*(il|elle|ils|elles|celle-ci|celles-ci|celui-ci|ceux-ci)( en| y| leur| lui)?$`), "pronoun", false},
		},
		clocks: []timing{
			{re(`(?i)\b(dans (un délai de|les)|au plus tard|au moins|avant l['’]expiration de) (?P<n>\d+|[\pL-]+( [\pL-]+)?( \(\d+\))?) (?P<kind>jours ouvrables)?(?P<unit>jours?|semaines?|mois|ans?|années?) ?(?P<join>à compter|après|à partir|suivant|avant|qui suivent|de)? ?(?P<event>[^,;.]*)`), re(`(?i)avant`)},
		},
		soon: re(`(?i)\b(immédiatement|sans délai|sans retard|sur-le-champ|dans les meilleurs délais|dès que possible|aussitôt que possible|chaque année|annuellement|à l['’]avance)`),
	}
}
