package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"keepsake/device/demo"
)

func demoCommand(env Env) *cobra.Command {
	var (
		o                 = demo.Tryout()
		server, transport string
		faults            string
		wifi, plain       bool
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the simulated phone for other programs, until interrupted",
		Long: `Runs the simulated phone: as an adb server of its own (--server), as the device
side that a real adb attaches to (--transport), or both. All its people and
pictures are invented. It has a memory card, dual apps and a Second Space, as
many phones do (--plain: none of these).

--wifi switches its "Wireless debugging" on: the phone shows an address and a code
to pair with, and waits until a computer has paired. Pairing goes through an adb
server: a real one of platform-tools 30 or newer, or the phone's own (--server).

--fault takes a list of troubles, separated by commas:
  cut=BYTES[/2s]      the cable breaks once so many bytes went through (and is back after 2 s)
  error=PATH          reading the file fails half-way
  deny=PATH           the file or folder may not be read
  change=PATH         the file grows each time it is read; changeonce=PATH: the first time only
  vanish=PATH         the file is listed, and gone when somebody opens it
  unauthorized        the phone has not allowed this computer
  offline             the phone is connected and does not answer
  refuse=NAME         a service (sync, shell), a command (content, sha256sum) or an
                      authority (media) is not to be had
  free=BYTES          so much is free on the phone
  old                 an Android 6: no features, sync version 1, no exit codes
  packet=N:KIND[/2s]  the Nth packet the phone sends is spoiled: cut, stall, short,
                      length, fail, garbage or flip (a cut may end after 2 s)
BYTES may end in k, M or G; PATH is below /sdcard, with * and ?.`,
		Example: `  keepsake demo --transport 127.0.0.1:7555     then: adb connect 127.0.0.1:7555
  keepsake demo --server 127.0.0.1:7037        then: adb -P 7037 devices -l
  keepsake demo --server 127.0.0.1:7037 --wifi     then: keepsake connect ADDRESS --pair CODE
  keepsake demo --server 127.0.0.1:7037 --items 50000 --rate 35000000
  keepsake demo --server 127.0.0.1:7037 --fault cut=5M/3s`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if server == "" && transport == "" && !wifi {
				return errors.New("say where the phone is to be found: --server ADDR, --transport ADDR or --wifi")
			}
			o.Card, o.Users = !plain, !plain
			var err error
			if o.Faults, err = demo.ParseFaults(faults); err != nil {
				return err
			}
			p, err := demo.New(o)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithCancel(cmd.Context())
			defer cancel()
			g, ctx := errgroup.WithContext(ctx)
			serve := func(addr, what string, front func(context.Context, net.Listener) error) error {
				if addr == "" {
					return nil
				}
				l, err := net.Listen("tcp", addr)
				if err != nil {
					return fmt.Errorf("the phone cannot be served at %s: %w", addr, err)
				}
				fmt.Fprintf(env.Stdout, "%s: %s\n", what, l.Addr())
				g.Go(func() error { return front(ctx, l) })
				return nil
			}
			err = errors.Join(serve(server, "adb server", p.ServeADB), serve(transport, "device", p.ServeTransport))
			if err == nil && wifi {
				var air *demo.Wireless
				if air, err = offer(ctx, env.Stdout, p); err == nil {
					defer air.Close()
					g.Go(func() error { <-ctx.Done(); return nil })
				}
			}
			if err != nil {
				cancel()
				return errors.Join(err, g.Wait())
			}
			err = g.Wait()
			if cmd.Context().Err() != nil {
				return nil // interrupted: that is how it ends
			}
			return err
		},
	}
	cmd.Flags().IntVar(&o.Items, "items", 0, "how many photos (default: about 300)")
	cmd.Flags().IntVar(&o.Messages, "messages", 0, "how many text messages at least (default: some thirty)")
	cmd.Flags().IntVar(&o.SDK, "android", 0, "be an older Android, by API level, with what that one refuses, e.g. 30")
	cmd.Flags().Int64Var(&o.Seed, "seed", 1, "another seed, another phone")
	cmd.Flags().StringVar(&server, "server", "", "listen here as an adb server, e.g. 127.0.0.1:7037")
	cmd.Flags().StringVar(&transport, "transport", "", "listen here as a device, e.g. 127.0.0.1:7555")
	cmd.Flags().DurationVar(&o.Latency, "latency", 0, "delay of each answer, e.g. 3ms")
	cmd.Flags().Int64Var(&o.Rate, "rate", 0, "bytes per second (default: no limit)")
	cmd.Flags().BoolVar(&wifi, "wifi", false, "offer wireless debugging on this computer, announced in the network")
	cmd.Flags().BoolVar(&plain, "plain", false, "no memory card, dual apps or Second Space")
	cmd.Flags().StringVar(&faults, "fault", "", "what goes wrong, see above")
	return cmd
}

// offer switches the phone's wireless debugging on, opens its dialog "Pair device
// with pairing code", and says what the phone shows.
func offer(ctx context.Context, out io.Writer, p *demo.Phone) (*demo.Wireless, error) {
	air, err := p.StartWireless(ctx, demo.WirelessOptions{Advertise: true})
	if err != nil {
		return nil, fmt.Errorf("switch wireless debugging on: %w", err)
	}
	addr, code, err := air.PairCode(ctx)
	if err != nil {
		air.Close()
		return nil, fmt.Errorf("show a pairing code: %w", err)
	}
	fmt.Fprintf(out, "pair: %s, code %s\nconnect: %s\n", addr, code, air.ConnectAddr())
	return air, nil
}
