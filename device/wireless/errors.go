package wireless

import (
	"errors"

	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

// What a caller may want to tell apart. All arrive wrapped: compare with
// errors.Is.
var (
	// ErrServerTooOld: the adb server cannot do this. The error is an
	// *adb.ServerTooOldError, which says what is needed and what there is.
	ErrServerTooOld = adb.ErrServerTooOld
	// ErrWrongCode: the phone did not take the code.
	ErrWrongCode = adb.ErrWrongCode
	// ErrNoPairing: no phone that wants to be paired answers at the address.
	ErrNoPairing = adb.ErrNoPairing
	// ErrRefused: at the address is something that does not take connections.
	ErrRefused = adb.ErrRefused
	// ErrUnreachable: nothing answers at the address.
	ErrUnreachable = adb.ErrUnreachable
	// ErrNoHost: the name stands for no address.
	ErrNoHost = adb.ErrNoHost
	// ErrUnauthorized: the phone asks its owner whether to allow this computer.
	ErrUnauthorized = adb.ErrUnauthorized
	// ErrNoNetwork: this computer has no network to search.
	ErrNoNetwork = mdns.ErrNoNetwork

	// ErrNotScanned: no phone asked for the QR code's pairing in time.
	ErrNotScanned = errors.New("no phone has scanned the QR code")
	// ErrNotSeen: the phone is paired, but was not seen in the network, so that
	// the address to connect to is not known.
	ErrNotSeen = errors.New("the phone is paired, but was not seen in the network")
	// ErrNotFound: a known phone is nowhere in the network.
	ErrNotFound = errors.New("the phone was not found in the network")
	// ErrOther: another phone than the expected one answers at an address.
	ErrOther = errors.New("another phone answers at this address")
	// ErrNoWiFi: the phone is in no Wi-Fi.
	ErrNoWiFi = errors.New("the phone is in no Wi-Fi")
	// ErrNoCable: the phone is on Wi-Fi already.
	ErrNoCable = errors.New("the phone is not connected by a cable")
	// ErrNoReturn: the phone was told to use Wi-Fi, but does not answer there.
	ErrNoReturn = errors.New("the phone does not answer over Wi-Fi")
)
