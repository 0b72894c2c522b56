package demo

import (
	"entente/internal/law/duration"
	"entente/internal/law/treaty"
)

func (g *agreement) duration() *duration.Rule {
	return &duration.Rule{Article: "22", For: treaty.Delay{Years: g.Years}, Renewal: duration.Automatic, Each: treaty.Delay{Years: 1}, Notice: treaty.Delay{Days: g.Notice}}
}

// provisions are what agreements of each kind say, in words of our own.
var provisions = map[string][]treaty.Provision{
	"DCA": {{Article: "2", Text: "The Parties cooperate in defence by exercises, training, exchange of views and access to agreed facilities; each activity needs the consent of the host."},
		{Article: "5", Text: "Agreed facilities stay the property of the host, whose authorities may enter them."}, {Article: "9", Text: "Personnel respect the law of the host and take no part in its politics."}},
	"ACSA": {{Article: "3", Text: "The Parties supply each other with food, fuel, transport and services during exercises and operations, at cost, by exchange in kind or at equal value."},
		{Article: "7(2)", Text: "A bill is settled within sixty days of its receipt."}, {Article: "8", Text: "What was supplied goes to no third Party without prior written consent."}},
	"GSA": {{Article: "4", Text: "Classified information is given the protection of the corresponding level of the other Party."},
		{Article: "6", Text: "It goes to no third Party without the originator's prior written consent."}, {Article: "12", Text: "A loss or compromise is reported to the originator without delay."}, {Article: "15", Text: "Information stays protected after the agreement has ended."}},
	"VFA": {{Article: "6", Text: "Jurisdiction is shared: the sending Party comes first for acts on duty and among its own people, the host for all others."}, {Article: "7", Text: "The custody of an accused stays with the sending Party until charges are brought, if they are in its hands."}},
	"MOU": {{Article: "1", Text: "The Participants intend to train together; nothing in this text is meant to bind in law."}},
	"CYB": {{Article: "3", Text: "The Parties exchange indicators of attacks, marked with how far they may go."}, {Article: "5", Text: "Personal data is passed on only where the law of the giving Party allows it."}},
}
