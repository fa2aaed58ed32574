package rows

import (
	"errors"
	"fmt"
	"testing"

	"keepsake/device"
	"keepsake/gallery/records"
)

// TestUnseen: what a phone does not show cannot be brought back, and that is no
// error of the whole; a broken connection is one.
func TestUnseen(t *testing.T) {
	hidden := fmt.Errorf("look: %w", &device.NotGivenError{Category: records.Settings, Why: "It shows none.", Next: "Look there."})
	if no, err := unseen(hidden, nil, records.Settings); err != nil || no == nil || no.Why != "It shows none." || no.Category != records.Settings {
		t.Errorf("%v, %v", no, err)
	}
	before := &device.NotTakenError{Category: records.Settings, Why: "A switch is off."}
	if no, err := unseen(hidden, before, records.Settings); err != nil || no != before {
		t.Errorf("%v, %v", no, err)
	}
	gone := errors.New("the cable was pulled")
	if no, err := unseen(gone, nil, records.Settings); !errors.Is(err, gone) || no != nil {
		t.Errorf("%v, %v", no, err)
	}
	if no, err := unseen(nil, nil, records.Settings); err != nil || no != nil {
		t.Errorf("%v, %v", no, err)
	}
}
