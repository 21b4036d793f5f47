"""The channels: each turns what a platform sends into an Inbound, and a Message into what the platform takes."""
