package restore

import (
	"context"
	"errors"
	"fmt"

	"keepsake/device"
)

// hearts makes favourites of what were favourites. A phone that does not let a
// computer do that costs the hearts and nothing else, which is said.
func (r *readBack) hearts(ctx context.Context, files []*file) error {
	var list []string
	for _, f := range files {
		if f.Heart && !r.hidden(f.final) {
			list = append(list, f.final)
		}
	}
	if len(list) == 0 {
		return nil
	}
	missing := func() (ids []int64, err error) {
		err = r.phone.Indexed(ctx, list, func(x device.Indexed) {
			if !x.Favorite {
				ids = append(ids, x.ID)
			}
		})
		return ids, err
	}
	ids, err := missing()
	if err == nil && len(ids) > 0 {
		if err = r.phone.Favor(ctx, ids); err == nil {
			ids, err = missing()
		}
	}
	switch {
	case err != nil && !errors.Is(err, device.ErrNoIndex):
		return err
	case err != nil || len(ids) > 0:
		n := len(ids)
		if err != nil {
			n = len(list)
		}
		r.log.Remark(fmt.Sprintf("The phone did not let %d pictures be marked as favourites again: tap their hearts in its gallery. Search for “favourites” in Photos here to see which.", n))
	}
	return nil
}
