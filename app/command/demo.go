package command

import (
	"errors"
	"fmt"
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
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the simulated phone for other programs, until interrupted",
		Long: `Runs the simulated phone: as an adb server of its own (--server), as the device
side that a real adb attaches to (--transport), or both. All its people and
pictures are invented.

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
BYTES may end in k, M or G; PATH is below /sdcard, with * and ?.`,
		Example: `  keepsake demo --transport 127.0.0.1:7555     then: adb connect 127.0.0.1:7555
  keepsake demo --server 127.0.0.1:7037        then: adb -P 7037 devices -l
  keepsake demo --server 127.0.0.1:7037 --items 50000 --rate 35000000`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if server == "" && transport == "" {
				return errors.New("demo: say --server ADDR, --transport ADDR or both")
			}
			var err error
			if o.Faults, err = demo.ParseFaults(faults); err != nil {
				return err
			}
			p, err := demo.New(o)
			if err != nil {
				return err
			}
			g, ctx := errgroup.WithContext(cmd.Context())
			serve := func(addr, what string, front func(net.Listener) error) error {
				l, err := net.Listen("tcp", addr)
				if err != nil {
					return fmt.Errorf("demo: %w", err)
				}
				fmt.Fprintf(env.Stdout, "%s: %s\n", what, l.Addr())
				g.Go(func() error { return front(l) })
				return nil
			}
			if server != "" {
				if err := serve(server, "adb server", func(l net.Listener) error { return p.ServeADB(ctx, l) }); err != nil {
					return err
				}
			}
			if transport != "" {
				if err := serve(transport, "device", func(l net.Listener) error { return p.ServeTransport(ctx, l) }); err != nil {
					return err
				}
			}
			err = g.Wait()
			if cmd.Context().Err() != nil {
				return nil // interrupted: that is how it ends
			}
			return err
		},
	}
	cmd.Flags().IntVar(&o.Items, "items", 0, "how many photos (default: about 300)")
	cmd.Flags().Int64Var(&o.Seed, "seed", 1, "another seed, another phone")
	cmd.Flags().StringVar(&server, "server", "", "listen here as an adb server, e.g. 127.0.0.1:7037")
	cmd.Flags().StringVar(&transport, "transport", "", "listen here as a device, e.g. 127.0.0.1:7555")
	cmd.Flags().DurationVar(&o.Latency, "latency", 0, "delay of each answer, e.g. 3ms")
	cmd.Flags().Int64Var(&o.Rate, "rate", 0, "bytes per second (default: no limit)")
	cmd.Flags().StringVar(&faults, "fault", "", "what goes wrong, see above")
	return cmd
}
