package provider

import (
	"context"
	"fmt"
	"strconv"
)

// Favor marks files as favourites in the media database, by their ids there. What a
// phone says against one is not told: only reading the rows shows what it took. The
// column is there since Android 11.
func Favor(ctx context.Context, sh Shell, ids []int64) error {
	const together = 40
	for len(ids) > 0 {
		some := ids[:min(together, len(ids))]
		ids = ids[len(some):]
		commands := make([]string, len(some))
		for i, id := range some {
			commands[i] = "content update --uri " + filesURI + "/" + strconv.FormatInt(id, 10) + " --bind is_favorite:i:1"
		}
		if _, err := several(ctx, sh, commands); err != nil {
			return fmt.Errorf("marking favourites: %w", err)
		}
	}
	return nil
}
