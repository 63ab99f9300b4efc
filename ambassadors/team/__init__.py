"""Who is an ambassador: applying, being accepted, the steps of the life cycle, the certificate of service."""
