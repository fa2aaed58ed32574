package adbd

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// Network opens the phone's plain transport at a port of its network, or with
// port 0 closes it again.
type Network func(port int) error

// SetNetwork makes tcpip: and usb: work; with nil the phone has no network.
func (d *Daemon) SetNetwork(n Network) { d.network.Store(&n) }

// restart serves tcpip:<port> and usb:. A real phone's adbd starts again after
// the answer; this one just listens there too, from before the answer.
func (d *Daemon) restart(name, arg string) (Handler, bool) {
	n := d.network.Load()
	if n == nil || *n == nil {
		return nil, false
	}
	return func(_ context.Context, s Stream) {
		_, _ = io.WriteString(s, restartText(*n, name, arg)) // a client that is gone needs no answer
	}, true
}

func restartText(open Network, name, arg string) string {
	port := 0
	if name == "tcpip" {
		var err error
		if port, err = strconv.Atoi(arg); err != nil || port < 1 || port > 65535 {
			return "invalid port\n"
		}
	}
	if err := open(port); err != nil {
		return err.Error() + "\n"
	}
	if port == 0 {
		return "restarting in USB mode\n"
	}
	return fmt.Sprintf("restarting in TCP mode port: %d\n", port)
}
