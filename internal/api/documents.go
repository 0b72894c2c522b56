package api

import (
	"context"
	"path"
	"slices"

	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/document/analysis"
)

type fileInput struct {
	Name    string `query:"name" default:"document" doc:"name of the file; its form is told by its bytes" example:"agreement.pdf"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// documents adds the reading of a text that is not stored.
func (x *API) documents() {
	op := wire.TakingFile(wire.Operation("read-document", "POST", "/documents", "documents", "What an agreement's text says: articles, clauses, gaps, duties; nothing is stored"))
	op.Description = "Takes the bytes of a PDF, DOCX, HTML, Markdown, plain text or Akoma Ntoso file."
	wire.Read(x.API, op, access.Ask, func(ctx context.Context, in *fileInput) (*analysis.Analysis, error) {
		return x.App.Reviews.Analyse(ctx, path.Base(in.Name), slices.Clone(in.RawBody))
	})
}
