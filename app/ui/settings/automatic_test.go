package settings_test

import (
	"os"
	"testing"
	"time"

	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/uitest"
)

// TestAutomaticBackupIsOffered: the section is there when there is something to
// choose, in light and dark.
func TestAutomaticBackupIsOffered(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		b := uitest.NewBench(t, mode)
		w := &store{World: uitest.NewWorld(), mode: mode, zoom: 1}
		s := settings.New(b.Kit, w, w, settings.About{Version: "1.0"})
		daily := schedule.Usual(schedule.Daily)
		daily.Quiet = schedule.Span{From: 23 * 60, To: 7 * 60}
		daily.Without = []string{"apps"}
		r := &uitest.Routine{Phones: []automatic.Phone{
			{ID: "4f2a", Name: "Mum's phone", Rule: daily, Decision: schedule.Decision{Why: schedule.NotYet, Until: uitest.Now.Add(90 * time.Minute)}},
			{ID: "77aa", Name: "Dad"},
		}, With: true}
		s.OfferAutomatic(b.Kit, r)
		s.Show()
		b.Open(t, s.Content(), 900, 1500)
		b.Settle()
		if !s.Automatic() {
			t.Error("it is not offered")
		}
		if dir := os.Getenv("LOOKS"); dir != "" {
			b.Save(t, dir, "settings_automatic_"+string(mode))
		}
		s.OfferAutomatic(b.Kit, nil)
		if s.Automatic() {
			t.Error("it is offered although there is none")
		}
	}
}
