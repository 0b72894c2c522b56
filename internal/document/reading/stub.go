package reading

import "context"

func readPDF(ctx context.Context, f *file, w *flow) error     { return nil }
func readDOCX(ctx context.Context, f *file, w *flow) error    { return nil }
func readPicture(ctx context.Context, f *file, w *flow) error { return nil }
