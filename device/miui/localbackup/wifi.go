package localbackup

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"keepsake/gallery/records"
)

const maxNetworks = 100_000

// parseWifi reads the text that the WLAN item holds, in any of its three forms:
// network={…} blocks as Android's or wpa_supplicant's, or WifiBackupData. ok is
// false when it is none.
func parseWifi(b []byte) (all []records.WifiNetwork, ok bool) {
	head := bytes.TrimLeft(b, "\ufeff \r\n\t")
	switch {
	case bytes.HasPrefix(head, []byte("network=")):
		return wifiBlocks(string(b)), true
	case bytes.HasPrefix(head, []byte("<")) && bytes.Contains(b[:min(len(b), 4096)], []byte("<WifiBackupData")):
		return wifiXML(b), true
	}
	return nil, false
}

func wifiBlocks(text string) []records.WifiNetwork {
	var all []records.WifiNetwork
	var block map[string]string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "network={"):
			block = map[string]string{}
		case line == "}" && block != nil:
			if n := wifiText(block); n.SSID != "" && len(all) < maxNetworks {
				all = append(all, n)
			}
			block = nil
		case block != nil:
			if k, v, ok := strings.Cut(line, "="); ok {
				block[k] = v
			}
		}
	}
	return all
}

// wifiText makes a network of the lines of a block.
func wifiText(b map[string]string) records.WifiNetwork {
	get := func(keys ...string) string {
		for _, k := range keys {
			if v := b[k]; v != "" && v != "null" {
				return v
			}
		}
		return ""
	}
	n := records.WifiNetwork{SSID: ssid(get("SSID", "ssid")), Hidden: get("HiddenSSID") == "true" || get("scan_ssid") == "1",
		User: quoted(get("Identity", "identity"))}
	n.Password = records.Secret(quoted(get("PreSharedKey", "psk", "sae_password", "password", "wep_key0")))
	switch keys := get("AllowedKeyMgmt", "key_mgmt"); {
	case b["ConfigKey"] != "" && keySuffix(b["ConfigKey"]) != "":
		n.Security = keySuffix(b["ConfigKey"])
	case get("wep_key0") != "":
		n.Security = "WEP"
	default:
		n.Security = keyManagement(keys)
	}
	return n
}

// keySuffix is the security at the end of a ConfigKey: "name"WPA_PSK.
func keySuffix(key string) string {
	i := strings.LastIndexByte(key, '"')
	switch s := key[i+1:]; s {
	case "NONE", "WEP", "WPA_PSK", "SAE", "OWE", "WPA_EAP":
		return s
	case "WPA2_PSK", "FT_PSK":
		return "WPA_PSK"
	}
	return ""
}

// keyManagement reads AllowedKeyMgmt, a set of bits in hex (WifiConfiguration.KeyMgmt,
// lowest byte first), or wpa_supplicant's words.
func keyManagement(s string) string {
	if b, err := hex.DecodeString(s); err == nil && len(b) > 0 {
		bit := func(n int) bool { return n/8 < len(b) && b[n/8]&(1<<(n%8)) != 0 }
		switch {
		case bit(8):
			return "SAE"
		case bit(9):
			return "OWE"
		case bit(2), bit(3):
			return "WPA_EAP"
		case bit(1), bit(4), bit(6):
			return "WPA_PSK"
		case bit(0):
			return "NONE"
		}
		return ""
	}
	switch u := strings.ToUpper(s); {
	case strings.Contains(u, "SAE"):
		return "SAE"
	case strings.Contains(u, "OWE"):
		return "OWE"
	case strings.Contains(u, "EAP"):
		return "WPA_EAP"
	case strings.Contains(u, "PSK"):
		return "WPA_PSK"
	case u == "NONE":
		return "NONE"
	}
	return ""
}

// quoted is the text between the first and the last quote; without quotes all of it.
func quoted(s string) string {
	i, j := strings.IndexByte(s, '"'), strings.LastIndexByte(s, '"')
	if i >= 0 && j > i {
		return s[i+1 : j]
	}
	return s
}

// ssid is a network's name: in quotes, or its bytes in hex.
func ssid(s string) string {
	if !strings.HasPrefix(s, `"`) {
		if b, err := hex.DecodeString(s); err == nil && utf8.Valid(b) && len(b) > 0 {
			return string(b)
		}
	}
	return quoted(s)
}

// wifiXML reads Android's WifiBackupData. What comes before damage is kept.
func wifiXML(b []byte) []records.WifiNetwork {
	d := xml.NewDecoder(bytes.NewReader(b))
	var all []records.WifiNetwork
	var block map[string]string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) || err != nil {
			return all
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "WifiConfiguration" {
				block = map[string]string{}
			}
			name, value := attr(e, "name"), attr(e, "value")
			if block == nil || name == "" {
				continue
			}
			if e.Name.Local == "string" || e.Name.Local == "byte-array" {
				var s string
				if err := d.DecodeElement(&s, &e); err != nil {
					return all
				}
				value = s
			}
			if block[name] == "" {
				block[name] = value
			}
		case xml.EndElement:
			if e.Name.Local == "WifiConfiguration" && block != nil {
				if n := wifiText(block); n.SSID != "" && len(all) < maxNetworks {
					all = append(all, n)
				}
				block = nil
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
