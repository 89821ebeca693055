/**
 * Objects on a D-Bus, as a service with an ObjectManager has them: interfaces with properties and methods. As much of D-Bus as a
 * stand-in for BlueZ needs.
 */
import dbus, { type Message, type MessageBus, type Variant } from 'dbus-next';

const OBJECT_MANAGER = 'org.freedesktop.DBus.ObjectManager';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const METHOD_CALL = 1;

/** The package declares the first parameter of its own function wrongly. */
const newError = (to: Message, name: string, text: string): Message =>
  dbus.Message.newError(to as unknown as string, name, text);

export type Properties = Record<string, Variant>;
/** Answers a call: signature and values, or nothing. Throws `BusError` to refuse. */
export type Method = (body: readonly unknown[]) => Reply | Promise<Reply>;
export type Reply = readonly [signature: string, body: readonly unknown[]] | void;

export class BusError extends Error {
  constructor(
    readonly dbusName: string,
    message: string,
  ) {
    super(message);
    this.name = 'BusError';
  }
}

interface Interface {
  readonly properties: Properties;
  readonly methods: Readonly<Record<string, Method>>;
}

export class ObjectTree {
  private readonly bus: MessageBus;
  private readonly objects = new Map<string, Map<string, Interface>>();

  private constructor(address: string) {
    this.bus = dbus.sessionBus({ busAddress: address });
  }

  /** Takes a name on the bus. */
  static async serve(address: string, name: string): Promise<ObjectTree> {
    const tree = new ObjectTree(address);
    await new Promise<void>((keep, fail) => {
      tree.bus.once('connect', keep);
      tree.bus.once('error', fail);
    });
    tree.bus.addMethodHandler((message: Message) => tree.handle(message));
    await tree.bus.requestName(name, 0);
    return tree;
  }

  close(): void {
    this.bus.disconnect();
  }

  add(
    path: string,
    name: string,
    properties: Properties,
    methods: Readonly<Record<string, Method>> = {},
  ): void {
    const interfaces = this.objects.get(path) ?? new Map<string, Interface>();
    interfaces.set(name, { properties, methods });
    this.objects.set(path, interfaces);
    this.signal('/', OBJECT_MANAGER, 'InterfacesAdded', 'oa{sa{sv}}', [path, { [name]: properties }]);
  }

  /** Removes an object and all below it. */
  remove(path: string): void {
    for (const [one, interfaces] of [...this.objects]) {
      if (one !== path && !one.startsWith(`${path}/`)) continue;
      this.objects.delete(one);
      this.signal('/', OBJECT_MANAGER, 'InterfacesRemoved', 'oas', [one, [...interfaces.keys()]]);
    }
  }

  has(path: string): boolean {
    return this.objects.has(path);
  }

  /** Changes properties, and tells so: also when a value is the same as before, as that of a notification may be. */
  set(path: string, name: string, changed: Properties): void {
    const found = this.objects.get(path)?.get(name);
    if (!found) return;
    Object.assign(found.properties, changed);
    this.signal(path, PROPERTIES, 'PropertiesChanged', 'sa{sv}as', [name, changed, []]);
  }

  private signal(
    path: string,
    name: string,
    member: string,
    signature: string,
    body: readonly unknown[],
  ): void {
    this.bus.send(dbus.Message.newSignal(path, name, member, signature, [...body]));
  }

  private handle(message: Message): boolean {
    if (Number(message.type) !== METHOD_CALL) return false;
    this.answer(message).then(
      (reply) => {
        const [signature, body] = reply ?? ['', []];
        this.bus.send(dbus.Message.newMethodReturn(message, signature, [...body]));
      },
      (error: unknown) => {
        const name = error instanceof BusError ? error.dbusName : 'org.bluez.Error.Failed';
        this.bus.send(newError(message, name, String(error)));
      },
    );
    return true;
  }

  private async answer(message: Message): Promise<Reply> {
    const { path, member } = message;
    const body = message.body as readonly unknown[];
    if (message.interface === OBJECT_MANAGER && member === 'GetManagedObjects')
      return [
        'a{oa{sa{sv}}}',
        [Object.fromEntries([...this.objects].map(([at, all]) => [at, propertiesOf(all)]))],
      ];
    const interfaces = this.objects.get(path);
    if (message.interface === PROPERTIES && interfaces) return this.property(path, member, body);
    const method = interfaces?.get(message.interface)?.methods[member];
    if (!method) throw new BusError('org.freedesktop.DBus.Error.UnknownMethod', `${path} ${member}`);
    return method(body);
  }

  private property(path: string, member: string, body: readonly unknown[]): Reply {
    const [name, key, value] = body as [string, string, Variant];
    const properties = this.objects.get(path)?.get(name)?.properties;
    if (!properties) throw new BusError('org.freedesktop.DBus.Error.UnknownInterface', name);
    if (member === 'GetAll') return ['a{sv}', [properties]];
    if (member === 'Set') return this.set(path, name, { [key]: value });
    if (!(key in properties)) throw new BusError('org.freedesktop.DBus.Error.InvalidArgs', key);
    return ['v', [properties[key]]];
  }
}

function propertiesOf(interfaces: ReadonlyMap<string, Interface>): Record<string, Properties> {
  return Object.fromEntries([...interfaces].map(([name, { properties }]) => [name, properties]));
}
