package sqlite

import (
	"context"
	"fmt"
	"time"

	"entente/internal/storage/sqlbase"
)

// OpenLimited opens a store whose file may grow to so many pages of 4,096 bytes; what
// would go beyond is refused as on a full disk.
func OpenLimited(ctx context.Context, path string, pages int) (*sqlbase.Store, error) {
	return open(ctx, path, time.Now, fmt.Sprintf("max_page_count(%d)", pages))
}
