import { REPLY_CODE, type Reply } from '../reply.ts';
import { ok, refuse } from './commands.ts';
import { EthernetSwitch } from './ethernet-switch.ts';
import { addNio, createHub, deleteHub, removeNio } from './hub-commands.ts';
import { type Command, integer, names, type Objects, rename, withObject } from './objects.ts';

export const ETHERNET_SWITCH_COMMANDS: readonly Command[] = [
  {
    name: 'create',
    min: 1,
    max: 1,
    run: ([name = ''], { switches }) =>
      createHub(switches, new EthernetSwitch(name), { ok: 'ETHSW', refused: 'Ethernet switch' }),
  },
  {
    name: 'rename',
    min: 2,
    max: 2,
    run: (args, { switches }) => rename(switches, args, { ok: 'ETHSW', refused: 'ETHSW' }),
  },
  {
    name: 'delete',
    min: 1,
    max: 1,
    run: ([name = ''], { switches, nios }) => deleteHub(switches, nios, name, 'ETHSW'),
  },
  {
    name: 'add_nio',
    min: 2,
    max: 2,
    run: (args, { switches, nios }) =>
      addNio(switches, nios, args, 'switch', (one, nio) => one.setMode(nio, { type: 'access', vlan: 1 })),
  },
  {
    name: 'remove_nio',
    min: 2,
    max: 2,
    run: (args, { switches, nios }) => removeNio(switches, nios, args, 'switch', (one, nio) => one.forget(nio)),
  },
  { name: 'set_access_port', min: 3, max: 3, run: (args, objects) => setPort(objects, args, 'access') },
  { name: 'set_dot1q_port', min: 3, max: 3, run: (args, objects) => setPort(objects, args, 'dot1q') },
  {
    name: 'clear_mac_addr_table',
    min: 1,
    max: 1,
    run: ([name = ''], { switches }) =>
      withObject(switches, name, (one) => {
        one.clearMacTable();
        return ok();
      }),
  },
  {
    name: 'show_mac_addr_table',
    min: 1,
    max: 1,
    run: ([name = ''], { switches }) => withObject(switches, name, (one) => ok('OK', one.macTableLines())),
  },
  { name: 'list', min: 0, max: 0, run: (_args, { switches }) => names(switches) },
];

function setPort(
  { switches }: Objects,
  [name = '', nioName = '', vlan = '']: readonly string[],
  type: 'access' | 'dot1q',
): Reply | Promise<Reply> {
  return withObject(switches, name, (one) => {
    const nio = one.ports.find(nioName);
    if (nio === undefined) return refuse(REPLY_CODE.binding, 'unable to apply port settings');
    one.setMode(nio, { type, vlan: integer(vlan) });
    return ok('Port settings OK');
  });
}
