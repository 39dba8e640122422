/**
 * The ports that browsers refuse, which a GNS3 server from 1.5 on does not give out (gns3-server
 * `compute/port_manager.py`, `BANNED_PORTS`). A port that a project writes is kept all the same.
 */
export const BANNED_PORTS: ReadonlySet<number> = new Set(
  [
    [1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110],
    [111, 113, 115, 117, 119, 123, 135, 139, 143, 179, 389, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 556],
    [563, 587, 601, 636, 993, 995, 2049, 3659, 4045, 6000, 6665, 6666, 6667, 6668, 6669],
  ].flat(),
);
