package treaty

import (
	"entente/internal/law/duration"
	"entente/internal/law/threshold"
)

// The rules of time and number that an instrument is written with.
type (
	Delay     = duration.Delay
	Threshold = threshold.Rule
	AnyOf     = threshold.AnyOf
	Later     = threshold.Later
)

// The two words that Delay.From and Delay.Then may hold besides nothing.
const (
	MonthOfDeposit   = duration.MonthOfDeposit
	FirstOfNextMonth = duration.FirstOfNextMonth
)
