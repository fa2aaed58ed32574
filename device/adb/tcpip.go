package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// TCPIP makes the phone's adb listen in its network at the port too, until the
// phone restarts. Its connection breaks off meanwhile: the phone is gone from
// the server's list for some seconds and comes back with a new transport id.
func (d *Device) TCPIP(ctx context.Context, port int) error {
	if port < 1 || port > 65535 {
		return fmt.Errorf("switching phone %s to Wi-Fi: %d is no port", d, port)
	}
	l, err := d.open(ctx, fmt.Sprintf("tcpip:%d", port))
	if err != nil {
		return fmt.Errorf("switching to Wi-Fi: %w", err)
	}
	defer l.Close()
	defer l.closeOn(ctx)()
	l.setPatience(answerTimeout)
	// The phone may restart its adb before all of the answer has arrived, so an
	// answer that is cut short, even to nothing, is no failure by itself.
	text, err := io.ReadAll(io.LimitReader(l, 4<<10))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrSilent):
		return fmt.Errorf("switching phone %s to Wi-Fi: %w", d, explain(ctx, err))
	case len(text) == 0 || strings.HasPrefix("restarting in TCP mode", string(text)) || strings.HasPrefix(string(text), "restarting in TCP mode"):
		return nil
	}
	return fmt.Errorf("switching phone %s to Wi-Fi: %w", d, &RefusedError{Path: "tcpip", Text: shortText(string(text))})
}
