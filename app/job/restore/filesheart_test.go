package restore

import (
	"context"
	"strings"
	"testing"

	"keepsake/device"
	"keepsake/device/demo"
)

// heartless is a phone that lets no computer mark favourites, and does not say so.
type heartless struct{ Phone }

func (heartless) Favor(context.Context, []int64) error { return nil }

// TestHearts: favourites are favourites again; where the phone does not let them be,
// they are back all the same, and it is said.
func TestHearts(t *testing.T) {
	for name, deaf := range map[string]bool{"takes them": false, "does not": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, demo.Options{})
			b.want("DCIM/Camera/loved.jpg", "loved")
			b.want("DCIM/Camera/other.jpg", "other")
			b.files.Wants[0].Favorite = true
			if deaf {
				b.line.Set(heartless{b.line.Phone()})
			}
			_, r := b.run(KeepBoth)
			if r.Copied != 2 || r.Verified != 2 {
				t.Fatalf("%+v %+v", r.Counts, r.Problems)
			}
			said := len(r.Problems) == 1 && strings.Contains(r.Problems[0].Reason, "favourites")
			if said != deaf || len(r.Problems) > 1 {
				t.Errorf("said: %+v", r.Problems)
			}
			var hearts []string
			err := b.line.Phone().Indexed(t.Context(), []string{absolute("DCIM/Camera/loved.jpg"), absolute("DCIM/Camera/other.jpg")}, func(x device.Indexed) {
				if x.Favorite {
					hearts = append(hearts, x.Path)
				}
			})
			if err != nil || len(hearts) == 1 == deaf || len(hearts) > 1 {
				t.Errorf("favourites %v, %v", hearts, err)
			}
		})
	}
}
