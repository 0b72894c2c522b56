package proposal

import "regexp"

func re(s string) *regexp.Regexp { return regexp.MustCompile(s) }

func english() *grammar {
	return &grammar{
		language: "en",
		modals: []modal{
			{re(`(?i)\bshall\b`), Obligation, true, false, false},
			{re(`(?i)\bmust\b|\b(has|have) to\b`), Obligation, true, false, false},
			{re(`\bwill\b`), Obligation, true, false, false},
			{re(`\bmay\b`), Permission, true, false, false},
			{re(`(?i)\b(undertakes?|agrees?|pledges?|(is|are) committed)( \w+)? not to\b|\bundertakes? never\b|\bundertakes? that .{0,60} (will|shall) not\b`), Prohibition, false, false, false},
			{re(`(?i)\b(undertakes?|agrees?|pledges?|(is|are) committed)( \w+)? (to|that)\b`), Obligation, false, false, false},
			{re(`(?i)\b(is|are) (hereby )?(obliged|obligated|required|bound) to\b|\b(is|are) responsible for\b`), Obligation, false, false, false},
			{re(`(?i)\bit is the duty of\b`), Obligation, false, true, false},
			{re(`(?i)\b(is|are) (not|never) (entitled|allowed|permitted|authori[sz]ed)\b|\b(is|are) (prohibited|forbidden)\b`), Prohibition, false, false, false},
			{re(`(?i)\b(is|are) entitled to exercise\b|\b(has|have) (the |an? )?(exclusive |primary |concurrent )?(jurisdiction|competence|power)\b|\b(has|have) the right to (relinquish|waive|exercise|denounce|terminate|withdraw)\b`), Power, false, false, false},
			{re(`(?i)\b(is|are) (entitled|allowed|permitted|authori[sz]ed|free|exempt|immune)\b|\b(has|have|enjoys?) (the |a )?right\b`), Permission, false, false, false},
			{re(`(?i)\bwaives?\b`), Prohibition, false, false, false},
		},
		opens: re(`(?i)^(however, |nevertheless, )?(if|when|whenever|where|wherever|in|should|unless|upon|after|before|until|once|except|subject|without|notwithstanding|pursuant|for|save|to|with|outside|` +
			`on|at|during|within|as|provided|under|by|from|so far|regarding|concerning|given|taking|likewise|any such|following)\b`),
		parts:    re(`(?i)^(as|on|at|in|if|where|when|upon|subject|for|with|to the|after|by|and|or|nor|including|which|who|whose|notwithstanding|under|unless|without|their|its|his|giving|taking|such as|not)\b`),
		relative: re(`(?i)(^|[ ,(])(which|who|whom|that|as|if|when|where|unless|until|whether|because|such as)( [\w’']+){0,3} ?$`),
		works: re(`(?i)^((also|thereafter|thereupon|accordingly|not|only|however|in no case|in no way|otherwise|therefore|nevertheless|immediately|further) )*(be:? )?((also|not|only) )?` +
			`(deemed|considered|regarded|understood|construed|treated as|held to|interpreted|taken (to|as)|appl(y|ied mutatis)|mean|includ|enter into (force|effect)|come into|take effect|remain (in|open|applicable|valid|effective|unaffected)|` +
			`continue (in|to apply|to be in)|cease|end |end$|terminate|expire|prevail|constitute|form |affect|prejudice|preclude|prevent|imply|exclude|extend to|govern|consist|comprise|supersede|replace|attach|relate|result|` +
			`(have|has) (the |a )?(same |following )?(meaning|effect|force|status)|effective|open (for|to)|final|binding|authentic|equally|authoritative|vested|without prejudice|valid|in force|null|applicable|` +
			`defined|read|the (subject|State|following|same)|an integral|an integrated|to |half|arise|exist|concern|have to be|that\b)`),
		rests: []rest{
			{re(`(?i)^(not|but shall not) be limited to|^(also )?(not|enjoy|not enjoy|have) (enjoy )?(no|any) |^not enjoy\b`), Obligation, ""},
			{re(`(?i)^(also |likewise |in addition )*(enjoy\b|be (accorded|granted|afforded|given) (the |an? |such |all |only )?(same |following |full )?(privileges|immunit|rights?|facilities|exemption|freedom|protection))`), Obligation, Permission},
			{re(`(?i)^not (be )?(liable|required|obliged|obligated|bound|responsible|subject(ed)? to)`), Obligation, Permission},
			{re(`(?i)^(also |likewise )?(have|exercise) (the |an? )?((primary|exclusive|prior|sole) )*(right to exercise|jurisdiction|power|competence)`), Obligation, Power},
			{re(`(?i)^((also|likewise|not|in any case) )*(have|enjoy|possess|retain) (the |an? |such |all )?(same |prior |primary |exclusive |full |equal )?(rights?|privileges?|immunit|freedom|capacity|legal|facilities|exemption|opportunity|option|liberty|juridical)`), Obligation, Permission},
			{re(`(?i)^((also|likewise|further|under [\w ]{0,70}) )*be (also |fully )?(entitled|exempt|immune|free |authori[sz]ed to|permitted|allowed|inviolable|at liberty)`), Obligation, Permission},
			{re(`(?i)^only\b|^(be )?\w+( \w+)? only\b`), "", Prohibition},
			{re(`(?i)^(also )?(be )?(not )?(include|arise|deemed|regarded|considered|necessary|required|needed)`), Permission, ""},
			{re(`(?i)^((also|however|further|thereafter|at any time|at the time of [\w ,]{0,60}|by [\w ]{0,40}|,) )*(denounce|withdraw|terminate|accede|declare|amend|propose|waive|suspend|decide|appoint|designate|delegate|extend|conclude|` +
				`exercise|revoke|make (a |any )?(reservation|declaration)|determine|establish|adopt|accept|ratify|relinquish|revise|invoke|annul)\b|` +
				`^, (at|by|in|on|upon|after) [\w ,-]{0,90}? (denounce|withdraw|accede|declare|terminate|extend)\b`), Permission, Power},
			{re(`(?i)^(also |at any time )*be (denounced|terminated|amended|reviewed|revised|applied|extended|waived|suspended|withdrawn|modified|supplemented|established|appointed|convened)`), Permission, Power},
		},
		negative: re(`(?i)^((also|however|in any circumstances|under any circumstances) )*(not|never|in no case|in no circumstances|under no circumstances|neither|refrain from|abstain from|no longer)\b`),
		passive:  re(`(?i)^((also|not|only|immediately|promptly|in no case|normally|never|as far as possible|where necessary|further|then) )*be( \w+ly)?( (also|not|so|duly|then|immediately))? (\w+ed|given|made|borne|sent|paid|taken|kept|held|done|shown|drawn|set|brought|put|written|told|met|laid|sought|dealt)\b`),
		agent:    re(`(?i)\b(by( decision of)?|between) `),
		nobody:   re(`(?i)^(no|neither|none)\b`),
		tail:     re(`(?i)\b(each|any|every|all) ([\w-]+ ?){1,5}$`),
		gains:    re(`(?i)^.{0,60}\b(enjoy|acquire)\b`),
		pronoun:  re(`(?i)\b(he|she|it|they|he or she)$`),
		opened:   re(`(?i)^(however, |nevertheless, )?(in (the )?(event|case)( that| of)?|if|when(ever)?|where(ver)?|unless|after|before|until|once|should) `),
		nothing:  re(`(?i)^(nothing|there is no)\b`),
		trailing: re(`(?i)\b(if|when|whenever|unless|until|provided that|, provided|subject to|except|in so far as|so far as|to the extent|on condition|on the condition|only in accordance|in the event|where)\b`),
		roles:    englishRoles(),
		clocks: []timing{
			{re(`(?i)\b((with)?in|not later than|no later than|at least|not less than|at the latest|not more than|for)? ?(a period of )?(?P<n>\d+|[a-z]+(-[a-z]+)?( hundred( and [a-z-]+)?)?( \(\d+\))?) (?P<kind>working |business )?(?P<unit>days?|weeks?|months?|years?)['’]?( (written )?notice)? ?(?P<join>(in advance )?(of|from|after|following|before|prior to|as from|in advance of)) (?P<event>[^,;.]+)`), re(`(?i)before|prior|advance`)},
			{re(`(?i)\b((with)?in|not later than|no later than|at least|not less than|at the latest) (a period of )?(?P<n>\d+|[a-z]+(-[a-z]+)?( hundred( and [a-z-]+)?)?( \(\d+\))?) (?P<kind>working |business )?(?P<unit>days?|weeks?|months?|years?)(?P<join>)(?P<event>)`), re(`before`)},
		},
		soon: re(`(?i)\b(immediately|forthwith|without delay|promptly|as (soon|quickly) as (possible|practicable)|annually|every (year|two years|\w+ years)|in advance|on request|upon request)\b`),
	}
}

// englishRoles are the words for who bears a rule, the narrower before the wider.
func englishRoles() []role {
	return []role{
		{re(`(?i)\b(receiving|sending) (states? )?(and|or) (of )?(the )?(authorities of the )?(sending|receiving)`), "party", false},
		{re(`(?i)\b(members?|personnel|forces?|civilian component|dependents?|units?|commanders?|military police|couriers?|soldiers|formations?|employees|experts|crews?)\b`), "personnel", true},
		{re(`(?i)\b(supplying|providing|originating|releasing|exporting) (state|party|nation|country|government|participant)`), "supplying", false},
		{re(`(?i)\b(receiving|recipient|host|territorial) (state|party|nation|country|government)`), "receiving", false},
		{re(`(?i)\b(sending|visiting) (state|party|nation|country|government)`), "sending", false},
		{re(`(?i)\b(depositary|depository)\b`), "depositary", false},
		{re(`(?i)\b(headquarters|missions?|council|meeting|conference|commission|committee|organi[sz]ations?|court|tribunal|secretary-general|arbitrator|element|agency|board|secretariat|centre)\b`), "organ", true},
		{re(`(?i)\b(diplomatic agent|agents?|persons?|accused|individuals?|family|heads? of|officials?|nationals?|director|chief|chairman|president|officer|partners?|spouses?|servants?|staff|he or she)\b`), "person", true},
		{re(`(?i)\b(contracting |states? |high contracting )?(part(y|ies)|sides?|governments|participants?)\b|\b(any|each|every|all|or more|the|a|signatory|either|two) (states?|governments?)\b|^(the )?states\b`), "party", false},
		{re(`(?i)^(either|both)$`), "party", false},
		{re(`(?i)\b(state|government|authorities|minist(ry|er))\b`), "other", false},
		{re(`(?i)^(\W*|however,? |nevertheless,? |likewise,? |in addition,? )(he|she|it|they|he or she)$`), "pronoun", false},
	}
}
