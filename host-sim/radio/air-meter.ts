/** What one controller's radio did, in simulated time: the base of the air time figures. */
export class AirMeter {
  advertisingEvents = 0;
  connectionEvents = 0;
  /** Radio sending and receiving, us; without the turn-arounds between. */
  tx_us = 0;
  rx_us = 0;
  /** Payload of data packets received, L2CAP and ATT headers included. */
  rxBytes = 0;
}
