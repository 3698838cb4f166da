import { BlockList, isIP } from "node:net";

/**
 * Whether an IP address belongs to the public internet. Everything private, local, reserved or translating (where an
 * inner address hides in an outer one) does not, nor do the addresses under which clouds tell machines their secrets.
 * Source: the IANA special-purpose address registries for IPv4 and IPv6.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed4.check(address, "ipv4");
    case 6:
      // Only global unicast is handed out; of it, some blocks are for protocols, documents and translation.
      return globalUnicast.check(address, "ipv6") && !closed6.check(address, "ipv6");
    default:
      return false;
  }
}

const closed4 = blockList("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // Azure's platform address is a public one by its number only.
  "168.63.129.16/32",
]);
const globalUnicast = blockList("ipv6", ["2000::/3"]);
const closed6 = blockList("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

function blockList(family: "ipv4" | "ipv6", blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = "", bits = ""] = block.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
