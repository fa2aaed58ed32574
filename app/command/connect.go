package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"keepsake/device"
	"keepsake/device/wireless"
)

// radio is what connect needs of device/wireless.
type radio interface {
	Browse(ctx context.Context, each func([]wireless.Service)) error
	PairQR(ctx context.Context, i wireless.Invitation, say func(wireless.Step)) (wireless.Phone, error)
	PairCode(ctx context.Context, addr, code string, say func(wireless.Step)) (wireless.Phone, error)
	Connect(ctx context.Context, addr string) (wireless.Phone, error)
	OverUSB(ctx context.Context, phone device.Info, say func(wireless.Step)) (wireless.Phone, error)
	Disconnect(ctx context.Context, serial string) error
}

type connectOptions struct {
	addr, code          string
	qr, usb, disconnect bool
	device              string
	json                bool
	wait                time.Duration
}

func connectCommand(env Env) *cobra.Command {
	var o connectOptions
	cmd := &cobra.Command{
		Use:   "connect [ADDRESS]",
		Short: "Connect a phone over Wi-Fi, or list those in the network",
		Long: `Connects a phone over Wi-Fi. The first time, switch on "Wireless debugging" in the
phone's developer options (Android 11 and newer) and pair it: with --qr, or with
--pair and the address and code from "Pair device with pairing code". Older phones
are moved over from a cable with --usb.

Without an address it lists the phones that offer themselves in the network.`,
		Example: `  keepsake connect --qr
  keepsake connect 192.168.1.5:37123 --pair 123456
  keepsake connect 192.168.1.5
  keepsake connect --usb
  keepsake connect 192.168.1.5 --disconnect`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.addr = args[0]
			}
			if err := o.check(); err != nil {
				return err
			}
			server := ownServer()
			return runConnect(cmd.Context(), env, wireless.New(server), o, func(ctx context.Context) (device.Info, error) {
				p, err := device.Find(ctx, server, o.device)
				if err != nil {
					return device.Info{}, err
				}
				return p.Info(), nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.code, "pair", "", "pair with this code first; ADDRESS is then the one shown beside the code")
	f.BoolVar(&o.qr, "qr", false, "show a QR code for the phone to scan")
	f.BoolVar(&o.usb, "usb", false, "move the phone on the cable to Wi-Fi")
	f.BoolVar(&o.disconnect, "disconnect", false, "take the phone at ADDRESS off again")
	f.StringVar(&o.device, "device", "", "with --usb: which phone, if there are several")
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	f.DurationVar(&o.wait, "wait", 2*time.Minute, "with --qr: how long to wait for the scan")
	cmd.MarkFlagsMutuallyExclusive("pair", "qr", "usb", "disconnect")
	return cmd
}

// check refuses what does not go together.
func (o connectOptions) check() error {
	switch {
	case o.addr == "" && (o.code != "" || o.disconnect):
		return errors.New("say the address as well, for instance: keepsake connect 192.168.1.5:37123 --pair 123456")
	case o.addr != "" && (o.qr || o.usb):
		return errors.New("--qr and --usb find the address by themselves: leave it out")
	case o.device != "" && !o.usb:
		return errors.New("--device goes with --usb")
	}
	return nil
}

func runConnect(ctx context.Context, env Env, w radio, o connectOptions, onCable func(context.Context) (device.Info, error)) error {
	say := func(s wireless.Step) {
		if words := stepWords[s]; words != "" {
			fmt.Fprintln(env.Stderr, words)
		}
	}
	var p wireless.Phone
	var err error
	switch {
	case o.disconnect:
		if err = w.Disconnect(ctx, o.addr); err == nil && !o.json {
			fmt.Fprintf(env.Stdout, "%s is disconnected.\n", printable(o.addr))
			return nil
		}
		p = wireless.Phone{Serial: o.addr, Addr: o.addr}
	case o.qr:
		p, err = connectQR(ctx, env, w, o, say)
	case o.usb:
		var phone device.Info
		if phone, err = onCable(ctx); err == nil {
			p, err = w.OverUSB(ctx, phone, say)
		}
	case o.code != "":
		p, err = w.PairCode(ctx, o.addr, o.code, say)
	case o.addr != "":
		p, err = w.Connect(ctx, o.addr)
	default:
		return listNearby(ctx, env, w, o)
	}
	if err != nil {
		return err
	}
	if o.json {
		return printJSON(env.Stdout, struct {
			Serial       string `json:"serial"`
			GUID         string `json:"guid,omitempty"`
			Disconnected bool   `json:"disconnected,omitempty"`
		}{p.Serial, p.GUID, o.disconnect})
	}
	fmt.Fprintf(env.Stdout, "Connected to %s.\n", printable(p.Serial))
	return nil
}

// stepWords are the steps a person waits in.
var stepWords = map[wireless.Step]string{
	wireless.Waiting:    "Waiting for the phone to scan the code …",
	wireless.Joining:    "Pairing …",
	wireless.Finding:    "Looking for the phone's address …",
	wireless.Switching:  "Switching the phone to Wi-Fi …",
	wireless.Connecting: "Connecting …",
}

// connectQR shows the code on stderr, so that stdout has the result alone.
func connectQR(ctx context.Context, env Env, w radio, o connectOptions, say func(wireless.Step)) (wireless.Phone, error) {
	i := wireless.NewInvitation()
	matrix, err := i.Matrix()
	if err != nil {
		return wireless.Phone{}, err
	}
	fmt.Fprintln(env.Stderr, `On the phone: Settings, Developer options, Wireless debugging, "Pair device with QR code".`)
	if env.Terminal {
		drawQR(env.Stderr, matrix)
	} else {
		fmt.Fprintln(env.Stderr, "This is no terminal, so here is the QR code's text, to be drawn elsewhere:", i.Text())
	}
	ctx, cancel := context.WithTimeout(ctx, o.wait)
	defer cancel()
	return w.PairQR(ctx, i, say)
}

// drawQR draws two rows in one line with half blocks, dark on light whatever the
// terminal's colours are.
func drawQR(out io.Writer, m [][]bool) {
	for y := 0; y < len(m); y += 2 {
		line := []rune("\x1b[30;107m")
		for x := range m[y] {
			low := y+1 < len(m) && m[y+1][x]
			switch {
			case m[y][x] && low:
				line = append(line, '█')
			case m[y][x]:
				line = append(line, '▀')
			case low:
				line = append(line, '▄')
			default:
				line = append(line, ' ')
			}
		}
		fmt.Fprintln(out, string(line)+"\x1b[0m")
	}
}

// listenFor is how long the list of phones in the network is collected.
const listenFor = 4 * time.Second

type nearbyJSON struct {
	Name  string   `json:"name"`
	Offer string   `json:"offer"`
	Addrs []string `json:"addresses"`
}

// offers says what a kind of service means for its owner.
var offers = map[wireless.Kind]string{
	wireless.Pairing: "waits to be paired",
	wireless.Secure:  "can be connected to, once paired",
	wireless.Plain:   "can be connected to",
}

func listNearby(ctx context.Context, env Env, w radio, o connectOptions) error {
	look, cancel := context.WithTimeout(ctx, min(o.wait, listenFor))
	defer cancel()
	var all []wireless.Service
	err := w.Browse(look, func(list []wireless.Service) { all = list })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if o.json {
		out := struct {
			Phones []nearbyJSON `json:"phones"`
		}{[]nearbyJSON{}}
		for _, s := range all {
			out.Phones = append(out.Phones, nearbyJSON{s.Name, string(s.Kind), addrWords(s)})
		}
		return printJSON(env.Stdout, out)
	}
	if len(all) == 0 {
		return wireless.ErrNotFound
	}
	t := tabwriter.NewWriter(env.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ADDRESS\tNAME\tOFFER")
	for _, s := range all {
		fmt.Fprintf(t, "%s\t%s\t%s\n", addrWords(s)[0], printable(s.Name), offers[s.Kind])
	}
	return t.Flush()
}

func addrWords(s wireless.Service) []string {
	var all []string
	for a := range slices.Values(s.Addrs) {
		all = append(all, a.String())
	}
	return all
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
