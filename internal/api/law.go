package api

import (
	"context"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/api/wire"
	"entente/internal/law/exit"
)

type statusInput struct {
	wire.When
	State      string `query:"state" required:"true" doc:"code or name of a State" example:"LTU"`
	Instrument string `query:"instrument" required:"true" doc:"id or alias of an instrument" example:"CCM"`
}

type partiesInput struct {
	wire.When
	Instrument string `path:"instrument" doc:"id or alias of an instrument" example:"ROME"`
}

type betweenInput struct {
	wire.When
	States     []string `query:"states" required:"true" doc:"two or more States, separated by commas" example:"FIN,DEU"`
	Instrument string   `query:"instrument" doc:"only this instrument" example:"NAT"`
}

type exitInput struct {
	wire.When
	State      string `query:"state" required:"true" doc:"code or name of a State" example:"LTU"`
	Instrument string `query:"instrument" required:"true" doc:"id or alias of an instrument" example:"CCM"`
	Notice     string `query:"notice" format:"date" doc:"the day on which the notice is received; default the day asked about" example:"2024-09-06"`
	By         string `query:"by" format:"date" doc:"instead: the day by which it is to take effect" example:"2027-11-23"`
}

// law adds the questions to the law engine that name States and instruments.
func (x *API) law() {
	wire.Read(x.API, wire.Operation("status", "GET", "/status", "law", "Is the State bound on that day, since when, why"), access.Ask,
		func(ctx context.Context, in *statusInput) (*answer.Status, error) {
			lib, on, err := x.Asked(ctx, &in.When)
			if err != nil {
				return nil, err
			}
			return answer.OfStatus(lib.Treaties, in.State, in.Instrument, on)
		})
	wire.Read(x.API, wire.Operation("reservations", "GET", "/reservations/{instrument}", "law", "The reservations that stand on that day, and what each does toward each other party"), access.Ask,
		func(ctx context.Context, in *partiesInput) (*answer.Reservations, error) {
			lib, on, err := x.Asked(ctx, &in.When)
			if err != nil {
				return nil, err
			}
			return answer.OfReservations(lib.Treaties, in.Instrument, on)
		})
	wire.Read(x.API, wire.Operation("parties", "GET", "/parties/{instrument}", "law", "Who is bound on that day"), access.Ask,
		func(ctx context.Context, in *partiesInput) (*answer.Parties, error) {
			lib, on, err := x.Asked(ctx, &in.When)
			if err != nil {
				return nil, err
			}
			return answer.OfParties(lib.Treaties, in.Instrument, on)
		})
	wire.Read(x.API, wire.Operation("between", "GET", "/between", "law", "Which instruments are in force among all the States named"), access.Ask, x.between)
	wire.Read(x.API, wire.Operation("exit", "GET", "/exit", "law", "How the State can leave: from when, told to whom by which day, and what stays"), access.Ask, x.exit)
}

func (x *API) between(ctx context.Context, in *betweenInput) (*answer.Between, error) {
	lib, on, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	return answer.OfBetween(lib.Treaties, words(in.States), in.Instrument, on)
}

func (x *API) exit(ctx context.Context, in *exitInput) (*exit.Exit, error) {
	lib, on, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	var by ent.Date
	switch {
	case in.Notice != "" && in.By != "":
		return nil, ent.Errorf(ent.Invalid, "give notice or by, not both")
	case in.Notice != "":
		on, err = ent.ParseDate(in.Notice)
	case in.By != "":
		by, err = ent.ParseDate(in.By)
	}
	if err != nil {
		return nil, err
	}
	return exit.Ask(lib.Treaties, in.State, in.Instrument, on, by)
}
